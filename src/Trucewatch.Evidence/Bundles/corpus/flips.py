"""Turns over bits of a bundle, one at a time, and asks the bundle's own check.py whether it notices.

usage: python3 flips.py BUNDLE FIRST STEP

Prints how many bits were turned over and which of them went unnoticed; exit 0 only if none did. The bundle is held in
memory and checked by the functions of the script itself. The first thing that does not hold ends a check.
"""
import hashlib
import importlib.util
import os
import sys

sys.dont_write_bytecode = True


class Noticed(Exception):
    pass


class Memory:
    def __init__(self, content):
        self.content = content

    def paths(self):
        return list(self.content)

    def read(self, path):
        if path not in self.content:
            raise check.Refused("no such file")
        return bytes(self.content[path])

    def digest(self, path):
        return len(self.content[path]), hashlib.sha256(self.content[path]).hexdigest()


def say(holds, text):
    if not holds:
        raise Noticed(text)


def is_noticed(files):
    try:
        check.check(files, None, say)
    except Noticed:
        return True
    return False


root, first, step = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
loader = importlib.util.spec_from_file_location("check", os.path.join(root, "check.py"))
check = importlib.util.module_from_spec(loader)
loader.loader.exec_module(check)
folder = check.Folder(root)
files = Memory({path: bytearray(folder.read(path)) for path in sorted(folder.paths())})
if is_noticed(files):
    sys.exit("the whole bundle does not hold")
turned, missed, at = 0, [], 0
for path, content in files.content.items():
    bits = 8 * len(content)
    for bit in range((first - at) % step, bits, step):
        content[bit // 8] ^= 1 << bit % 8
        turned += 1
        if not is_noticed(files):
            missed.append(f"{path} bit {bit}")
        content[bit // 8] ^= 1 << bit % 8
    at += bits
print(f"{at} bits, {turned} turned over, {len(missed)} unnoticed {missed[:5]}")
sys.exit(1 if missed else 0)
