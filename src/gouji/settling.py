"""The configuration that holds for each disclosure of a run: that of its folder, under what the command line settles."""

from __future__ import annotations

import os
from pathlib import Path

from gouji.config import Config, find
from gouji.outcomes import Options
from gouji.walking import Task


class Settings:
    """Configurations by folder; each is looked for once."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self.by_folder: dict[Path, Config] = {}

    def of(self, task: Task) -> Config:
        """The configuration for a disclosure, with what a list settles for it. Raises ConfigError."""
        path = task.paths[0] if task.paths else Path(task.name) if task.name != "-" else Path.cwd()
        config = self.at(path)
        if task.profile or task.kind:
            config = config._replace(profile=task.profile or config.profile, kind=task.kind or config.kind)
        return config

    def at(self, path: Path) -> Config:
        """The configuration for a file or folder, under what the command line settles. Raises ConfigError."""
        options = self._options
        folder = path if os.path.isdir(path) else path.parent
        config = self.by_folder.get(folder)
        if config is None:
            config = Config() if options.no_config else find(path)
            self.by_folder[folder] = config = config._replace(
                select=options.select or config.select,
                ignore=(*config.ignore, *options.ignore),
                fail_on=options.fail_on or config.fail_on,
                notes=config.notes if options.notes is None else options.notes,
                max_size=options.max_size or config.max_size,
                max_pages=options.max_pages or config.max_pages,
                max_cells=options.max_cells or config.max_cells,
                timeout=options.timeout or config.timeout,
                ocr=config.ocr if options.ocr is None else options.ocr,
                keep=not options.no_cache,
                tables=tuple(Path(os.path.realpath(each)) for each in options.tables) or config.tables,
                profile=options.profile or config.profile,
                baseline=options.baseline or config.baseline,
            )
        return config
