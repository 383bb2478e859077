#!/usr/bin/env python3
"""Checks an evidence bundle with Python's standard library and the program openssl, and nothing else.

usage: python3 check.py [BUNDLE] [--policy FILE]

BUNDLE is the folder (default: the one that this script lies in). FILE is the policy that your own party holds;
without it the bundle's own policy is used, which says who signed but not whom to trust. One line for each thing
checked, 'ok' or 'FAIL'. Exit 0: all holds. 1: something does not. 2: the arguments cannot be used.

The script is written apart from the program trucewatch-verify and shares no code with it. Formats: RFC 6962 and
RFC 9162 (hash tree), C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-policy.
"""
import base64
import binascii
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

FIRST_LINE = "trucewatch bundle 1"
EXERCISE_LINE = "EXERCISE nothing in this bundle happened"
UNLISTED = ("MANIFEST", "MANIFEST.fields", "MANIFEST.leaf", "MANIFEST.tlog-proof")
REQUIRED = ("VERIFY.md", "check.py", "policy")
LEAF = re.compile(rb'\{"schema":"trucewatch/leaf/2","exercise":(true|false),"commitment":"([0-9a-f]{64})"\}')
PART = "[A-Za-z0-9_-][A-Za-z0-9_.-]*"
FILE_LINE = re.compile(f"([0-9a-f]{{64}}) (0|[1-9][0-9]*) ({PART}(?:/{PART})*)")
SHOWN = re.compile(rb"\+ ([0-9a-f]{64}) (.+)", re.DOTALL)
WITHHELD = re.compile(rb"- ([0-9a-f]{64})")
ED25519_DER = bytes.fromhex("302a300506032b6570032100")


class Refused(Exception):
    """Something does not have the form that it must have."""


class Folder:
    """A bundle on disk."""

    def __init__(self, root):
        self.root = root

    def paths(self):
        found = []
        for folder, below, names in os.walk(self.root):
            for name in names + [one for one in below if os.path.islink(os.path.join(folder, one))]:
                found.append(os.path.relpath(os.path.join(folder, name), self.root).replace(os.sep, "/"))
        return found

    def read(self, path):
        try:
            with open(os.path.join(self.root, path), "rb") as file:
                return file.read()
        except OSError as error:
            raise Refused(f"cannot be read: {error.strerror}") from error

    def digest(self, path):
        size, total = 0, hashlib.sha256()
        try:
            with open(os.path.join(self.root, path), "rb") as file:
                while block := file.read(1 << 20):
                    total.update(block)
                    size += len(block)
        except OSError as error:
            raise Refused(f"cannot be read: {error.strerror}") from error
        return size, total.hexdigest()


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def unbase64(text):
    """Base64 in its one spelling."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("expected base64") from error
    if base64.b64encode(value).decode() != text:
        raise Refused("expected the one spelling of base64")
    return value


def unutf8(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("expected UTF-8") from error


def ed25519(public_key, signature, message):
    """Asks openssl whether a signature holds."""
    if len(signature) != 64:
        return False
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("key.der", "signature", "message")]
        for name, content in zip(names, (ED25519_DER + public_key, signature, message)):
            with open(name, "wb") as file:
                file.write(content)
        done = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", names[0], "-rawin",
             "-in", names[2], "-sigfile", names[1]], capture_output=True, check=False)
        return done.returncode == 0


class Key:
    """A public key for notes: name+id+base64(type || key)."""

    def __init__(self, vkey, kind):
        parts = vkey.split("+", 2)
        if len(parts) != 3 or not parts[0] or not re.fullmatch("[0-9a-f]{8}", parts[1]):
            raise Refused(f"expected a key name+id+base64, got {vkey}")
        typed = unbase64(parts[2])
        if len(typed) != 33 or typed[0] != kind:
            raise Refused(f"expected a key of type {kind:02x}, got {vkey}")
        self.name, self.id, self.public = parts[0], bytes.fromhex(parts[1]), typed[1:]
        if sha256(self.name.encode(), b"\n", typed)[:4] != self.id:
            raise Refused(f"the id of the key {vkey} is not its own")

    def names(self, line):
        return line[0] == self.name and line[1] == self.id


class Policy:
    """Logs, witnesses and groups, and which of them must have signed."""

    def __init__(self, data):
        self.logs, self.witnesses, self.groups, self.quorum = [], {}, {}, None
        for line in unutf8(data).split("\n"):
            words = line.split()
            if not words or words[0].startswith("#"):
                continue
            if words[0] == "log" and len(words) in (2, 3):
                self.logs.append(Key(words[1], 1))
            elif words[0] == "witness" and len(words) in (3, 4):
                self.define(words[1], self.witnesses, Key(words[2], 4))
            elif words[0] == "group" and len(words) >= 4:
                members = words[3:]
                enough = {"all": len(members), "any": 1}.get(words[2]) or int(words[2])
                if not all(name in self.witnesses or name in self.groups for name in members):
                    raise Refused(f"policy: group {words[1]} names what is not defined above it")
                if not 1 <= enough <= len(members):
                    raise Refused(f"policy: group {words[1]} has no such threshold")
                self.define(words[1], self.groups, (enough, members))
            elif words[0] == "quorum" and len(words) == 2 and self.quorum is None:
                self.quorum = words[1]
            else:
                raise Refused(f"policy: a line that means nothing: {line}")
        if self.quorum is None or (self.quorum != "none" and self.quorum not in {**self.witnesses, **self.groups}):
            raise Refused("policy: expected a quorum that it defines")

    def define(self, name, where, value):
        if name == "none" or name in self.witnesses or name in self.groups:
            raise Refused(f"policy: {name} is defined twice")
        where[name] = value

    def has_quorum(self, seen):
        seen = set(seen)
        for name, (enough, members) in self.groups.items():
            if sum(member in seen for member in members) >= enough:
                seen.add(name)
        return self.quorum == "none" or self.quorum in seen


def parse_note(note):
    """The signed text, and the signature lines as (name, key id, signature)."""
    if len(note) > 65536 or any(ord(c) < 0x20 and c != "\n" for c in note):
        raise Refused("expected a note, got control characters or too much")
    text, blank, tail = note.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise Refused("expected a note with signature lines")
    lines = []
    for line in tail[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014" or not parts[1] or "+" in parts[1]:
            raise Refused("expected a signature line")
        value = unbase64(parts[2])
        if len(value) <= 4:
            raise Refused("expected a signature with its key id")
        lines.append((parts[1], value[:4], value[4:]))
    return text + "\n", lines


def parse_checkpoint(text):
    match = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([^\n]+)\n", text)
    if not match:
        raise Refused("expected origin, size and root")
    root = unbase64(match[3])
    if len(root) != 32:
        raise Refused("expected a root of 32 bytes")
    return match[1], int(match[2]), root


def verify_checkpoint(note, policy, own, say):
    """Each line must be by a key that is known and must hold; a log and a quorum of the policy must be among them."""
    text, lines = parse_note(note)
    origin, size, root = parse_checkpoint(text)
    logs, seen = 0, []
    for line in lines:
        holder, key, trusted = who_signed(line, policy, own)
        if key is None:
            say(False, f"checkpoint: signature of {line[0]}: no key authenticates it, nor what it says of a time")
        elif holder is None:
            holds = key.name == origin and ed25519(key.public, line[2], text.encode())
            say(holds, f"checkpoint: {origin} signed size {size} root {root.hex()}")
            logs += holds and trusted
        else:
            time = int.from_bytes(line[2][:8], "big")
            message = f"cosignature/v1\ntime {time}\n{text}".encode()
            holds = len(line[2]) == 72 and ed25519(key.public, line[2][8:], message)
            did = "mirrored" if key.name.rsplit("/", 1)[-1].startswith("mirror") else "witnessed"
            say(holds, f"checkpoint: {did} by {holder} at {time} s" + ("" if trusted else ", not of your policy"))
            seen += [holder] if holds and trusted else []
    say(logs > 0, "checkpoint: a log of the policy signed it")
    say(policy.has_quorum(seen), f"checkpoint: quorum {policy.quorum}")


def who_signed(line, policy, own):
    """The witness's name (None for a log), the key, and whether it is of the policy that is trusted."""
    for known, trusted in ((policy, True), (own, False)):
        for key in known.logs:
            if key.names(line):
                return None, key, trusted
        for name, key in known.witnesses.items():
            if key.names(line):
                return name, key, trusted
    return None, None, False


def parse_proof(data):
    head, blank, note = unutf8(data).partition("\n\n")
    lines = head.split("\n")
    if not blank or lines[0] != "c2sp.org/tlog-proof@v1" or len(lines) < 2 or len(lines) > 65:
        raise Refused("expected a proof without bytes that nothing authenticates")
    match = re.fullmatch(r"index (0|[1-9][0-9]{0,18})", lines[1])
    if not match:
        raise Refused("expected an index")
    return int(match[1]), [unbase64(line) for line in lines[2:]], note


def root_of(leaf_hash, index, size, hashes):
    """RFC 9162, 2.1.3.2: from the leaf to the root."""
    if index >= size:
        raise Refused("expected an index below the size")
    node, last, value = index, size - 1, leaf_hash
    for step in hashes:
        if last == 0 or len(step) != 32:
            raise Refused("expected fewer hashes")
        if node & 1 or node == last:
            value = sha256(b"\1", step, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = sha256(b"\1", value, step)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise Refused("expected more hashes")
    return value


def parse_fields(data):
    """The shown lines (None for one that is withheld) and the commitment to all."""
    if not data.endswith(b"\n"):
        raise Refused("expected lines of fields")
    shown, hashes = [], []
    for line in data[:-1].split(b"\n"):
        if match := SHOWN.fullmatch(line):
            hashes.append(sha256(bytes.fromhex(match[1].decode()), match[2]))
            shown.append(unutf8(match[2]))
        elif match := WITHHELD.fullmatch(line):
            hashes.append(bytes.fromhex(match[1].decode()))
            shown.append(None)
        else:
            raise Refused("expected '+ salt line' or '- hash'")
    return shown, sha256(*hashes).hex()


def find(fields, name):
    return next((line[len(name) + 1:] for line in fields if line and line.startswith(name + " ")), None)


def check_leaf(files, path, exercise, notes, say):
    """The leaf, its place in the log's tree, and what it commits to. Signatures are checked last, each note once."""
    entry = files.read(path + ".leaf")
    fields, commitment = parse_fields(files.read(path + ".fields"))
    index, hashes, note = parse_proof(files.read(path + ".tlog-proof"))
    match = LEAF.fullmatch(entry)
    if not match:
        raise Refused("expected the one form of a leaf")
    _, size, root = parse_checkpoint(parse_note(note)[0])
    say(root_of(sha256(b"\0", entry), index, size, hashes) == root, f"{path}: the log holds this leaf at index {index}")
    say((match[1] == b"true") == exercise, f"{path}: exercise: {match[1].decode()}")
    withheld = fields.count(None)
    say(match[2].decode() == commitment,
        f"{path}: the leaf commits to {len(fields) - withheld} fields shown and {withheld} withheld")
    notes.setdefault(note, path)
    return fields


def parse_manifest(data):
    head, blank, tail = unutf8(data).partition("\n\n")
    lines = head.split("\n")
    if not blank or lines[0] != FIRST_LINE or not tail.endswith("\n"):
        raise Refused("expected head lines, and a line for each file")
    exercise = lines[1:2] == [EXERCISE_LINE]
    if any(line.startswith("EXERCISE") or " " not in line for line in lines[2 if exercise else 1:]):
        raise Refused("expected head lines 'name value'")
    listed = []
    for line in tail[:-1].split("\n"):
        match = FILE_LINE.fullmatch(line)
        if not match:
            raise Refused(f"expected a hash, a size and a path, got {line}")
        listed.append((match[3], int(match[2]), match[1]))
    if [path for path, _, _ in listed] != sorted({path for path, _, _ in listed}):
        raise Refused("expected paths sorted, each once")
    return exercise, lines[2 if exercise else 1:], listed


def belongs(path, exercise):
    mark = "EXERCISE-" if exercise else ""
    return path in REQUIRED or (exercise and path == "EXERCISE") or re.fullmatch(
        f"items/{mark}[A-Za-z0-9_-]+\\.(leaf|fields|tlog-proof)|blobs/{mark}[0-9a-f]{{64}}\\.seg"
        "|agreement/[A-Za-z0-9_.-]+|inputs/(list|track-numbers)", path)


def check_files(files, exercise, listed, say):
    names = {path for path, _, _ in listed}
    for path in sorted(set(files.paths()) - names - set(UNLISTED)):
        say(False, f"file {path}: nothing authenticates this file")
    for path in REQUIRED + (("EXERCISE",) if exercise else ()):
        if path not in names:
            say(False, f"file {path}: expected in each bundle, got none")
    wrong = 0
    for path, size, digest in listed:
        if not belongs(path, exercise):
            say(False, f"file {path}: a time stamp that nothing authenticates" if path.endswith(".tsr")
                else f"file {path}: no such file belongs in a bundle")
        try:
            found = files.digest(path)
        except Refused as problem:
            found = str(problem)
        if found != (size, digest):
            wrong += 1
            say(False, f"file {path}: expected {size} bytes with SHA-256 {digest}, got {found}")
    say(wrong == 0, f"files: {len(listed)} files, {wrong} of another size or hash")


def check(files, policy_text, say):
    """Checks a bundle; 'say' is called with True or False and words for each thing."""
    try:
        manifest = files.read("MANIFEST")
        exercise, heads, listed = parse_manifest(manifest)
        if exercise:
            say(True, "EXERCISE: nothing in this bundle happened")
        for line in heads:
            say(True, f"manifest: {line}")
        notes = {}
        fields = check_leaf(files, "MANIFEST", exercise, notes, say)
        digest = hashlib.sha256(manifest).hexdigest()
        say(find(fields, "manifest") == f'"{digest}"', f"manifest: the log commits to this manifest: {digest}")
        check_files(files, exercise, listed, say)
        segments = set()
        for item in sorted({path.rpartition(".")[0] for path, _, _ in listed if path.startswith("items/")}):
            named = find(check_leaf(files, item, exercise, notes, say), "segment")
            segments |= {json.loads(named)} if named else set()
        for path, _, digest in listed:
            if path.startswith("blobs/") and not (digest in path and digest in segments):
                say(False, f"file {path}: expected a segment that an item here names")
        own = Policy(files.read("policy"))
        policy = Policy(policy_text) if policy_text is not None else own
        for note in notes:
            verify_checkpoint(note, policy, own, say)
    except (Refused, ValueError, json.JSONDecodeError) as problem:
        say(False, f"form: {problem}")


def main(arguments):
    policy_text, place = None, os.path.dirname(os.path.abspath(__file__))
    words = list(arguments)
    if "--help" in words:
        print(__doc__)
        return 0
    try:
        if "--policy" in words:
            at = words.index("--policy")
            with open(words[at + 1], "rb") as file:
                policy_text = file.read()
            del words[at:at + 2]
    except (OSError, IndexError) as error:
        print(f"check.py: --policy: expected a file that can be read: {error}", file=sys.stderr)
        return 2
    if len(words) > 1 or (words and not os.path.isdir(words[0])):
        print("check.py: expected one folder and --policy FILE; see --help", file=sys.stderr)
        return 2
    failed = 0

    def say(holds, text):
        nonlocal failed
        failed += not holds
        print(("ok   " if holds else "FAIL ") + text)

    if policy_text is None:
        print("note policy: the bundle's own: compare its keys with those that your own party holds")
    check(Folder(words[0] if words else place), policy_text, say)
    print("holds" if failed == 0 else f"FAIL {failed} of these do not hold")
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main(sys.argv[1:]))
