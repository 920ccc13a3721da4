// Bundles the extension into dist/, or with the argument "tests" the tests into out/, where vscode is a stand-in.
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const common = { bundle: true, platform: "node", format: "cjs", target: "node18", logLevel: "warning" };

async function bundleExtension() {
  rmSync("dist", { recursive: true, force: true });
  const made = await build({
    ...common,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
    minify: true,
    metafile: true,
  });
  writeFileSync("dist/LICENSES.txt", licences(Object.keys(made.metafile.inputs)));
  copyFileSync("../../LICENSE", "LICENSE");
}

/** The licences of the packages that went into the bundle. */
function licences(inputs) {
  const folders = inputs.map((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]).filter(Boolean);
  return [...new Set(folders)].sort().map(licence).join("\n\n");
}

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(`${folder}/${file}`, "utf8").trim() : ""}`;
}

async function bundleTests() {
  rmSync("out", { recursive: true, force: true });
  const entryPoints = readdirSync("test").filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`);
  await build({ ...common, entryPoints, outdir: "out", alias: { vscode: "./test/vscode.ts" }, sourcemap: "inline" });
}

await (process.argv[2] === "tests" ? bundleTests() : bundleExtension());
