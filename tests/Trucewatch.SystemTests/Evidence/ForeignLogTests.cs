using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Trucewatch.Evidence.Witnessing;
using Trucewatch.SystemTests.Programs;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>
/// A log, its notes and its proofs made by the libraries of the Go project (golang.org/x/mod/sumdb: note, tlog), and
/// ours read by them. Debian: golang-go, golang-golang-x-mod-dev. Their log has tiles of the same bytes; the path of a
/// tile begins with its height there, and their notes know no cosignature.
/// </summary>
public sealed class ForeignLogTests : IDisposable
{
    private const string Library = "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog/tlog.go";
    private const string Origin = "foreign.example/log";
    private const int Old = 300;
    private const int Full = 1_000;

    private const string Program = """
        package main

        import (
            "bytes"
            "crypto/rand"
            "encoding/base64"
            "encoding/binary"
            "fmt"
            "log"
            "os"
            "path/filepath"
            "strconv"
            "strings"

            "golang.org/x/mod/sumdb/note"
            "golang.org/x/mod/sumdb/tlog"
        )

        func must(err error) {
            if err != nil {
                log.Fatal(err)
            }
        }

        func write(dir, name, text string) {
            must(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
        }

        func lines(hashes []tlog.Hash) string {
            var out strings.Builder
            for _, h := range hashes {
                out.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
            }
            return out.String()
        }

        func make_(dir, origin string, old, full int64) {
            skey, vkey, err := note.GenerateKey(rand.Reader, origin)
            must(err)
            signer, err := note.NewSigner(skey)
            must(err)
            var stored []tlog.Hash
            reader := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
                out := make([]tlog.Hash, len(at))
                for i, x := range at {
                    out[i] = stored[x]
                }
                return out, nil
            })
            for i := int64(0); i < full; i++ {
                more, err := tlog.StoredHashes(i, []byte(fmt.Sprintf("entry %d", i)), reader)
                must(err)
                stored = append(stored, more...)
            }
            for _, n := range []int64{old, full} {
                root, err := tlog.TreeHash(n, reader)
                must(err)
                text := fmt.Sprintf("%s\n%d\n%s\n", origin, n, base64.StdEncoding.EncodeToString(root[:]))
                signed, err := note.Sign(&note.Note{Text: text}, signer)
                must(err)
                write(dir, fmt.Sprintf("note-%d", n), string(signed))
            }
            tree, err := tlog.ProveTree(full, old, reader)
            must(err)
            write(dir, "consistency", lines(tree))
            for i := int64(0); i < full; i += 37 {
                record, err := tlog.ProveRecord(full, i, reader)
                must(err)
                write(dir, fmt.Sprintf("inclusion-%d", i), lines(record))
            }
            write(dir, "vkey", vkey)
        }

        type tiles struct{ dir string }

        func (t tiles) Height() int { return 8 }
        func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
        func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
            var out [][]byte
            for _, tile := range wanted {
                data, err := os.ReadFile(filepath.Join(t.dir, "tile", strings.TrimPrefix(tile.Path(), "tile/8/")))
                if err != nil {
                    return nil, err
                }
                out = append(out, data)
            }
            return out, nil
        }

        func check(dir, vkey string) {
            verifier, err := note.NewVerifier(vkey)
            must(err)
            signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
            must(err)
            opened, err := note.Open(signed, note.VerifierList(verifier))
            must(err)
            said := strings.Split(opened.Text, "\n")
            n, err := strconv.ParseInt(said[1], 10, 64)
            must(err)
            root, err := base64.StdEncoding.DecodeString(said[2])
            must(err)
            tree := tlog.Tree{N: n}
            copy(tree.Hash[:], root)
            reader := tlog.TileHashReader(tree, tiles{dir})
            for i := int64(0); i < n; {
                path := strings.TrimPrefix(tlog.Tile{H: 8, L: 0, N: i / 256, W: 256}.Path(), "tile/8/0/")
                if n-i < 256 {
                    path += fmt.Sprintf(".p/%d", n-i)
                }
                bundle, err := os.ReadFile(filepath.Join(dir, "tile/entries", path))
                must(err)
                for ; len(bundle) > 0; i++ {
                    size := int(binary.BigEndian.Uint16(bundle))
                    leaf := tlog.RecordHash(bundle[2 : 2+size])
                    bundle = bundle[2+size:]
                    stored, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
                    must(err)
                    if !bytes.Equal(stored[0][:], leaf[:]) {
                        log.Fatalf("entry %d: not the hash of its tile", i)
                    }
                    if i%101 == 0 {
                        record, err := tlog.ProveRecord(n, i, reader)
                        must(err)
                        must(tlog.CheckRecord(record, n, tree.Hash, i, leaf))
                    }
                }
            }
            fmt.Printf("%s %d entries\n", said[0], n)
        }

        func main() {
            switch os.Args[1] {
            case "make":
                old, _ := strconv.ParseInt(os.Args[4], 10, 64)
                full, _ := strconv.ParseInt(os.Args[5], 10, 64)
                make_(os.Args[2], os.Args[3], old, full)
            case "check":
                check(os.Args[2], os.Args[3])
            }
        }
        """;

    private readonly ScratchFolder scratch = new();

    [Fact]
    public async Task Their_checkpoints_and_proofs_are_taken_and_cosigned()
    {
        var foreign = Build();
        Run(foreign, "make", scratch[""], Origin, Text(Old), Text(Full));
        Assert.True(NoteVerifier.TryParse(Read("vkey"), out var key));
        var (old, full) = (Open(Old), Open(Full));
        Assert.Equal((Origin, Old), (old.Origin, (int)old.Size));
        var consistency = Hashes("consistency");
        Assert.True(MerkleTree.VerifyConsistency(Old, old.Root, Full, full.Root, consistency));
        for (var index = 0; index < Full; index += 37)
        {
            var leaf = MerkleTree.LeafHash(Encoding.UTF8.GetBytes(Invariant($"entry {index}")));
            var proof = Hashes(Invariant($"inclusion-{index}"));
            Assert.True(MerkleTree.VerifyInclusion(leaf, index, Full, proof, full.Root));
            Assert.False(MerkleTree.VerifyInclusion(leaf, index + 1, Full, proof, full.Root));
        }

        // A witness takes their first tree, then the second by their proof, and not with a hash of it changed.
        File.WriteAllText(scratch["policy"], $"log {Read("vkey")}\nquorum none\n");
        using var witness = new RunningWitness(scratch["policy"], scratch["witness"], scratch["guard"]);
        Assert.True(CosignatureVerifier.TryParse(witness.Vkey, out var cosigner), witness.Refusal);
        using var http = new HttpClient { BaseAddress = witness.Address };
        await AskAsync(new AddCheckpoint(0, [], old.SignedNote), HttpStatusCode.OK, old);
        Digest[] changed = [.. consistency];
        changed[0] = full.Root;
        await AskAsync(new AddCheckpoint(Old, changed, full.SignedNote), HttpStatusCode.UnprocessableEntity, full);
        await AskAsync(new AddCheckpoint(Old, consistency, full.SignedNote), HttpStatusCode.OK, full);

        Checkpoint Open(int size)
        {
            Assert.Equal(NoteFault.None, Checkpoint.TryOpen(
                File.ReadAllBytes(scratch[Invariant($"note-{size}")]), key!, out var opened));
            return opened!;
        }

        async Task AskAsync(AddCheckpoint request, HttpStatusCode expected, Checkpoint tree)
        {
            using var answer = await http.PostAsync(
                new Uri("/add-checkpoint", UriKind.Relative), new ByteArrayContent(request.ToBytes()),
                TestContext.Current.CancellationToken);
            Assert.Equal(expected, answer.StatusCode);
            var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.Equal(expected == HttpStatusCode.OK, Cosignatures.TryTake(
                tree, new PolicyWitness("w", cosigner!, null), body) is not null);
        }
    }

    /// <summary>Signature, tiles, entries and proofs of a log of ours, read by them; and every change is noticed.
    /// </summary>
    [Fact]
    public void Our_log_is_read_and_proved_by_them()
    {
        var foreign = Build();
        var folder = scratch["ours"];
        using var signer = NoteSigner.Generate("ours.example/log");
        using (var log = EvidenceLog.Open(folder, signer))
        {
            for (var index = 0; index < 70_003; index++)
            {
                log.Append(Encoding.UTF8.GetBytes(Invariant($"ours {index}")));
                if (index % 30_000 == 29_999)
                {
                    log.Seal();
                }
            }

            log.Seal();
        }

        Assert.Equal("ours.example/log 70003 entries", Run(foreign, "check", folder, signer.Verifier.Vkey));
        foreach (var file in new[] { "tile/0/100", "tile/1/000", "tile/entries/200", "checkpoint" })
        {
            var path = Path.Combine(folder, file);
            var bytes = File.ReadAllBytes(path);
            bytes[bytes.Length / 2] ^= 4;
            File.WriteAllBytes(path, bytes);
            Assert.NotEqual("", Fault(foreign, "check", folder, signer.Verifier.Vkey));
            bytes[bytes.Length / 2] ^= 4;
            File.WriteAllBytes(path, bytes);
        }

        Assert.Equal("", Fault(foreign, "check", folder, signer.Verifier.Vkey));
    }

    /// <inheritdoc/>
    public void Dispose() => scratch.Dispose();

    private string Build()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/go") && File.Exists(Library), "no Go with golang.org/x/mod here");
        Directory.CreateDirectory(scratch["foreign"]);
        File.WriteAllText(scratch["foreign/main.go"], Program);
        var (exit, _, error) = Start(
            "/usr/bin/go", "build", "-o", scratch["foreign/foreign"], scratch["foreign/main.go"]);
        Assert.True(exit == 0, error);
        return scratch["foreign/foreign"];
    }

    private (int Exit, string Output, string Error) Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = scratch[""],
        };

        // Packages as Debian lays them out, without modules and without a network.
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = "/usr/share/gocode";
        start.Environment["GOCACHE"] = scratch["cache"];
        start.Environment["GOFLAGS"] = "";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.TrimEnd(), error.Result);
    }

    private string Run(string program, params string[] arguments)
    {
        var (exit, output, error) = Start(program, arguments);
        Assert.True(exit == 0, error);
        return output;
    }

    /// <summary>What it finds wrong; empty where nothing.</summary>
    private string Fault(string program, params string[] arguments) =>
        Start(program, arguments) is (not 0, _, var error) ? error : "";

    private string Read(string name) => File.ReadAllText(scratch[name]);

    private Digest[] Hashes(string name) =>
    [
        .. Read(name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            Digest.TryParseBase64(line, out var hash) ? hash : throw new InvalidDataException(line)),
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
