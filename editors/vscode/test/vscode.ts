/** A stand-in for the editor: as much of `vscode` as the extension and its language client touch, and what was done with it. */

type Handler = (...args: unknown[]) => unknown;

export const seen = {
  messages: [] as string[],
  log: [] as string[],
  items: [] as { text: string; tooltip: string; visible: boolean }[],
  commands: new Map<string, Handler>(),
  executed: [] as unknown[][],
  applied: [] as unknown[],
};
export const settings: Record<string, unknown> = {};
export const answers: { button: string | undefined } = { button: undefined };
export const diagnostics: unknown[] = [];

export class Disposable {
  constructor(private readonly act: () => void = () => undefined) {}
  static from(...all: Disposable[]): Disposable {
    return new Disposable(() => all.forEach((each) => each.dispose()));
  }
  dispose(): void {
    this.act();
  }
}

export class EventEmitter {
  private readonly handlers = new Set<Handler>();
  event = (handler: Handler, self?: unknown): Disposable => {
    const bound = self === undefined ? handler : handler.bind(self);
    this.handlers.add(bound);
    return new Disposable(() => this.handlers.delete(bound));
  };
  fire(value?: unknown): void {
    this.handlers.forEach((handler) => handler(value));
  }
  dispose(): void {
    this.handlers.clear();
  }
}

export class Uri {
  constructor(readonly scheme: string, readonly path: string) {}
  static parse(text: string): Uri {
    const [, scheme = "", path = ""] = /^([\w-]+):(?:\/\/)?(.*)$/.exec(text) ?? [];
    return new Uri(scheme, decodeURIComponent(path));
  }
  static file(path: string): Uri {
    return new Uri("file", path);
  }
  get fsPath(): string {
    return this.path;
  }
  toString(): string {
    return `${this.scheme}://${encodeURI(this.path)}`;
  }
}

export class Position {
  constructor(readonly line: number, readonly character: number) {}
}

export class Range {
  constructor(readonly start: Position, readonly end: Position) {}
  contains(place: Position): boolean {
    return place.line === this.start.line && this.start.character <= place.character && place.character <= this.end.character;
  }
}

export class WorkspaceEdit {
  readonly inserted: unknown[] = [];
  insert(uri: Uri, place: Position, text: string): void {
    this.inserted.push([uri.toString(), place.line, place.character, text]);
  }
  set(...all: unknown[]): void {
    this.inserted.push(all);
  }
}

export class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: none };
  cancel(): void {}
  dispose(): void {}
}
export class CancellationError extends Error {}

function none(): Disposable {
  return new Disposable();
}

/** A plain class for each of the editor's own that the language client extends or makes. */
class Thing {
  static readonly Empty = new Thing();
  constructor(...all: unknown[]) {
    Object.assign(this, { all });
  }
  append(): Thing {
    return this;
  }
}
export {
  Thing as CallHierarchyItem,
  Thing as CodeAction,
  Thing as CodeActionKind,
  Thing as CodeLens,
  Thing as CompletionItem,
  Thing as Diagnostic,
  Thing as DocumentLink,
  Thing as InlayHint,
  Thing as SymbolInformation,
  Thing as TypeHierarchyItem,
};

/** Registering functions and events of which nothing is expected. */
function inert<T extends object>(own: T): T {
  return new Proxy(own, { get: (target, key) => (key in target ? Reflect.get(target, key) : none) });
}

const configured = new EventEmitter();
const turned = new EventEmitter();

export function configure(values: Record<string, unknown>): void {
  Object.assign(settings, values);
  configured.fire({ affectsConfiguration: (key: string) => key.replace("gouji.", "") in values });
}

/** Puts a document in front, or none. */
export function openDocument(path: string | undefined): void {
  const uri = path === undefined ? undefined : Uri.file(path);
  window.activeTextEditor = uri && { document: { uri }, selection: { active: new Position(0, 1) } };
  turned.fire(window.activeTextEditor);
}

function say(message: string): Promise<string | undefined> {
  seen.messages.push(message);
  return Promise.resolve(answers.button);
}

export const window = inert({
  activeTextEditor: undefined as unknown,
  visibleTextEditors: [],
  tabGroups: inert({ all: [], onDidChangeTabs: none }),
  onDidChangeActiveTextEditor: turned.event,
  showErrorMessage: say,
  showWarningMessage: say,
  showInformationMessage: say,
  createOutputChannel: () => ({ appendLine: (line: string) => seen.log.push(line), append: none, show: none, dispose: none }),
  createStatusBarItem() {
    const item = {
      text: "",
      tooltip: "",
      visible: false,
      show: () => void (item.visible = true),
      hide: () => void (item.visible = false),
      dispose: none,
    };
    seen.items.push(item);
    return item;
  },
});

export const workspace = inert({
  workspaceFolders: [] as unknown[],
  textDocuments: [],
  notebookDocuments: [],
  onDidChangeConfiguration: configured.event,
  getConfiguration: () => ({ get: (key: string, otherwise: unknown) => settings[key] ?? otherwise, inspect: none }),
  applyEdit(edit: unknown) {
    seen.applied.push(edit);
    return Promise.resolve(true);
  },
  createFileSystemWatcher: () => inert({}),
});

export const commands = {
  registerCommand(name: string, handler: Handler) {
    seen.commands.set(name, handler);
    return new Disposable();
  },
  executeCommand(...call: unknown[]) {
    seen.executed.push(call);
    return Promise.resolve();
  },
};

export const languages = inert({
  getDiagnostics: () => diagnostics,
  createDiagnosticCollection: () => ({ set: none, delete: none, clear: none, dispose: none }),
  match: () => 1,
});

export const env = { appName: "stand-in", language: "zh-cn", remoteName: undefined as string | undefined };
export const version = "1.82.0";
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const SymbolKind = {};
export const CompletionItemKind = {};
export const DiagnosticTag = {};
export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2 };
