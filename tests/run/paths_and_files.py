# no trace: the library's modules are long, and CPython has imported some of them before
# pathlib and os.path over a temporary folder: making, walking, globbing, renaming, reading, errors.
import os
import shutil
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath

with tempfile.TemporaryDirectory() as name:
    root = Path(name)
    for part, text in (("src/main.py", "print(1)\n"), ("src/lib/util.py", "x = 1\n" * 3), ("docs/읽기.md", "# 제목\n"), ("a.txt", "")):
        path = root / part
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(sorted(p.relative_to(root).as_posix() for p in root.rglob("*.py")))
    print([p.name for p in sorted(root.iterdir())], sorted(p.stem for p in root.glob("*/*.md")))
    for folder, folders, files in os.walk(root):
        folders.sort()
        print(os.path.relpath(folder, root), folders, sorted(files))
    main = root / "src" / "main.py"
    print(main.exists(), main.is_dir(), main.stat().st_size, main.suffix, main.with_suffix(".txt").name, main.parts[-2:])
    moved = main.rename(root / "moved.py")
    print(main.exists(), moved.read_text(), moved.samefile(root / "docs" / ".." / "moved.py"))
    shutil.copy(moved, root / "copy.py")
    with (root / "copy.py").open("a") as file:
        file.write("# more")
    print((root / "copy.py").read_bytes(), sorted(os.listdir(root / "src")))
    for attempt in (lambda: main.read_text(), lambda: (root / "src").rmdir(), lambda: (root / "a.txt").mkdir(),
                    lambda: moved.relative_to("/nowhere"), lambda: list((root / "gone").iterdir())):
        try:
            attempt()
        except (OSError, ValueError) as error:
            print(type(error).__name__, getattr(error, "strerror", None) or str(error).replace(name, "ROOT"))
    shutil.rmtree(root / "src")
    (root / "a.txt").unlink()
    print(sorted(p.name for p in root.iterdir()))
p = PurePosixPath("/usr/lib/../lib/python3.tar.gz")
print(p.parent, p.suffixes, p.stem, p / "/abs", p.match("*.gz"), list(p.parents)[-2:], p.with_name("x"), repr(p.joinpath("a", "b")))
print(PureWindowsPath(r"c:\a\b.txt").as_posix(), PureWindowsPath("C:/x").drive, PurePosixPath("a//b/./c"), PurePosixPath("a") < PurePosixPath("b"))
print(os.path.split("/a/b/c.txt"), os.path.splitext("x.tar.gz"), os.path.join("a", "", "b"), os.path.normpath("a/../b//c"), os.path.commonpath(["/a/b", "/a/c"]))
