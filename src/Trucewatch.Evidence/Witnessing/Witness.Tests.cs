using System.Globalization;
using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Xunit;

namespace Trucewatch.Evidence.Witnessing;

public sealed class WitnessTests : IDisposable
{
    private const long TimeS = 1_767_225_600;

    private readonly NoteSigner _signer = NoteSigner.Generate("log.example/witnessed");
    private readonly Cosigner _cosigner = Cosigner.Generate("witness.example/w");
    private readonly MemoryFiles _files = new();
    private readonly MemoryFiles _guard = new();
    private readonly EvidenceLog _log;
    private readonly List<Checkpoint> _checkpoints = [];

    public WitnessTests() => _log = EvidenceLog.Open(new MemoryFiles(), _signer);

    [Fact]
    public void A_checkpoint_that_extends_the_last_one_is_cosigned_and_kept()
    {
        using var witness = Open();
        Assert.Null(witness.LastCosigned(_signer.Name));
        var seen = 0L;
        foreach (var size in (int[])[1, 2, 300, 300, 70_000])
        {
            Grow(size);
            var answer = witness.Add(Request(seen, size), TimeS);
            Assert.Equal(WitnessStatus.Cosigned, answer.Status);
            var verdict = Policy().Judge(Bytes(At(size).SignedNote + answer.Body));
            Assert.True(verdict.Holds, verdict.Fault.ToString());
            Assert.Equal(At(size).SignedNote + answer.Body, witness.LastCosigned(_signer.Name));
            seen = size;
        }

        witness.Dispose();
        using var again = Open();
        Assert.Equal(WitnessStatus.Conflict, again.Add(Request(0, 300), TimeS).Status);
        Assert.Equal(WitnessStatus.Cosigned, again.Add(Request(70_000, 70_000), TimeS).Status);
    }

    [Fact]
    public void Other_requests_get_the_status_of_the_protocol_and_change_nothing()
    {
        using var witness = Open();
        Grow(9);
        var notEmpty = Checkpoint.Sign(new TreeHead(0, Digest.Of("fork"u8)), _signer);
        Assert.Equal(WitnessStatus.BadProof, witness.Add(Body(0, notEmpty.SignedNote), TimeS).Status);
        Assert.Equal(
            WitnessStatus.BadProof,
            witness.Add(new AddCheckpoint(0, [Digest.Of([])], At(5).SignedNote).ToBytes(), TimeS).Status);
        Assert.Equal(WitnessStatus.Cosigned, witness.Add(Request(0, 5), TimeS).Status);
        using var stranger = NoteSigner.Generate("stranger.example");
        using var forger = NoteSigner.Generate(_signer.Name);
        var fork = Checkpoint.Sign(new TreeHead(5, Digest.Of("fork"u8)), _signer);
        var longer = Checkpoint.Sign(new TreeHead(9, Digest.Of("fork"u8)), _signer);
        (WitnessStatus Expected, byte[] Body)[] requests =
        [
            (WitnessStatus.BadRequest, []),
            (WitnessStatus.BadRequest, "old 5\n"u8.ToArray()),
            (WitnessStatus.BadRequest, Bytes("old 5\n\nx\n")),
            (WitnessStatus.BadRequest, Request(9, 5)),
            (WitnessStatus.UnknownLog, Body(5, Checkpoint.Sign(At(9).Head, stranger).SignedNote)),
            (WitnessStatus.BadSignature, Body(5, Checkpoint.Sign(At(9).Head, forger).SignedNote)),
            (WitnessStatus.BadSignature, Body(5, At(9).SignedNote + Line(longer))),
            (WitnessStatus.Conflict, Request(4, 9)),
            (WitnessStatus.Conflict, Request(0, 5)),
            (WitnessStatus.BadProof, Body(5, fork.SignedNote)),
            (WitnessStatus.BadProof, Body(5, longer.SignedNote)),
            (WitnessStatus.BadProof, Body(5, At(9).SignedNote)),
            (WitnessStatus.BadProof, new AddCheckpoint(5, _log.ConsistencyProof(4, 9), At(9).SignedNote).ToBytes()),
            (WitnessStatus.BadProof, new AddCheckpoint(5, [Digest.Of([])], At(5).SignedNote).ToBytes()),
        ];
        foreach (var (expected, body) in requests)
        {
            var answer = witness.Add(body, TimeS);
            Assert.Equal((expected, Encoding.UTF8.GetString(body)), (answer.Status, Encoding.UTF8.GetString(body)));
            Assert.True(expected != WitnessStatus.Conflict || answer.Body == "5\n", answer.Body);
        }

        Assert.Equal(WitnessStatus.Cosigned, witness.Add(Request(5, 9), TimeS).Status);
    }

    [Fact]
    public void Limits_hold_at_the_limit_and_one_above()
    {
        Grow(1);
        var hashes = Enumerable.Repeat(Digest.Of([]), AddCheckpoint.MaxHashes).ToList();
        var body = new AddCheckpoint(long.MaxValue, hashes, At(1).SignedNote).ToBytes();
        Assert.True(AddCheckpoint.TryParse(body, out var request));
        Assert.Equal(AddCheckpoint.MaxHashes, request!.Proof.Length);
        Assert.Equal(body, request.ToBytes());
        var line = Digest.Of([]).ToBase64() + "\n";
        var above = Encoding.UTF8.GetString(body).Replace(line + "\n", line + line + "\n", StringComparison.Ordinal);
        Assert.False(AddCheckpoint.TryParse(Bytes(above), out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AddCheckpoint(0, [.. hashes, hashes[0]], ""));

        var padded = new AddCheckpoint(0, [], new string('x', AddCheckpoint.MaxBytes - 7)).ToBytes();
        Assert.Equal(AddCheckpoint.MaxBytes, padded.Length);
        Assert.True(AddCheckpoint.TryParse(padded, out _));
        Assert.False(AddCheckpoint.TryParse([.. padded, (byte)'x'], out _));
        foreach (var size in (string[])["01", "-1", "", " 1", "9223372036854775808", "1 "])
        {
            Assert.False(AddCheckpoint.TryParse(Bytes($"old {size}\n\n{At(1).SignedNote}"), out _), size);
        }
    }

    [Fact]
    public void The_example_of_the_specification_reads()
    {
        const string Example =
            "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
            + "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
            + "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\nexample.com/behind-the-sofa\n20852163\n"
            + "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
            + "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9n"
            + "To+zyWE+xeMcTOAYQ8=\n"
            + "— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUX"
            + "TS5Rovnzv++qbSzm9Q=\n";
        Assert.True(AddCheckpoint.TryParse(Bytes(Example), out var request));
        Assert.Equal((20_852_014, 4), (request!.OldSize, request.Proof.Length));
        Assert.Equal(NoteFault.None, Note.TryParse(Bytes(request.SignedNote), out var note));
        Assert.True(TreeHead.TryParse(note!.Text, out var origin, out var head));
        Assert.Equal(("example.com/behind-the-sofa", 20_852_163), (origin, head.Size));
        Assert.Equal(Example, Encoding.UTF8.GetString(request.ToBytes()));
    }

    [Fact]
    public void A_restored_old_copy_refuses_to_sign()
    {
        Grow(30);
        var copies = new List<Dictionary<string, byte[]>>();
        var seen = 0L;
        foreach (var size in (int[])[10, 20, 30])
        {
            using var witness = Open();
            Assert.Equal(WitnessStatus.Cosigned, witness.Add(Request(seen, size), TimeS).Status);
            copies.Add(Copy(_files));
            seen = size;
        }

        // Two checkpoints back, and all the way back.
        foreach (var old in (Dictionary<string, byte[]>[])[copies[0], []])
        {
            Restore(_files, old);
            var refusal = Assert.Throws<EvidenceHaltedException>(Open);
            Assert.Contains("size 30", refusal.Message, StringComparison.Ordinal);
        }

        // One back cannot be told from a crash; it goes on from what it was about to sign, so that no fork is signed.
        Restore(_files, copies[1]);
        using (var witness = Open())
        {
            Assert.Equal("30\n", witness.Add(Request(20, 30), TimeS).Body);
            var fork = Checkpoint.Sign(new TreeHead(30, Digest.Of("fork"u8)), _signer);
            Assert.Equal(WitnessStatus.BadProof, witness.Add(Body(30, fork.SignedNote), TimeS).Status);
        }

        // An old record of what was signed last is not believed either.
        Restore(_files, copies[2]);
        Restore(_guard, []);
        Assert.Throws<EvidenceHaltedException>(Open);
    }

    [Fact]
    public void A_fault_at_every_step_loses_no_cosignature_and_forks_nothing()
    {
        Grow(12);
        for (var failing = 0; FailAt(failing); failing++)
        {
            Assert.True(failing < 100, "expected fewer than 100 steps");
        }
    }

    [Fact]
    public void After_a_failed_write_nothing_more_is_cosigned()
    {
        using var witness = Open();
        Grow(5);
        _files.Fails = (step, _) => step == FileStep.Flush;
        Assert.Equal(WitnessStatus.Stopped, witness.Add(Request(0, 5), TimeS).Status);
        _files.Fails = null;
        Assert.Equal(WitnessStatus.Stopped, witness.Add(Request(0, 5), TimeS).Status);
        Assert.True(witness.IsStopped);
    }

    [Fact]
    public void A_clock_that_goes_back_does_not_make_an_older_cosignature()
    {
        Grow(3);
        using (var witness = Open())
        {
            witness.Add(Request(0, 1), TimeS);
            Assert.Equal(TimeS, SignedAt(1, witness.Add(Request(1, 1), TimeS - 3600).Body));
        }

        using var again = Open();
        Assert.Equal(TimeS, SignedAt(2, again.Add(Request(1, 2), 0).Body));
        Assert.Equal(TimeS + 1, SignedAt(3, again.Add(Request(2, 3), TimeS + 1).Body));
    }

    [Fact]
    public void A_second_witness_on_the_same_files_and_another_key_are_refused()
    {
        using (var witness = Open())
        {
            Assert.Throws<IOException>(Open);
            Grow(1);
            witness.Add(Request(0, 1), TimeS);
        }

        using var other = Cosigner.Generate(_cosigner.Name);
        Assert.Throws<EvidenceHaltedException>(() => Witness.Open(_files, other, Policy().Logs, _guard));
    }

    [Fact]
    public void The_key_is_made_once_and_an_other_name_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var made = WitnessKey.OpenOrCreate(folder.Path);
        using var read = WitnessKey.OpenOrCreate(folder.Path);
        Assert.Equal(made.Verifier.Vkey, read.Verifier.Vkey);
        Assert.StartsWith("trucewatch.invalid/witness-", made.Name, StringComparison.Ordinal);
        Assert.Equal(made.Verifier.Vkey + "\n", File.ReadAllText(folder.File("keys/witness.vkey")));
        Assert.Throws<EvidenceHaltedException>(() => WitnessKey.OpenOrCreate(folder.Path, "other.example"));
    }

    public void Dispose()
    {
        _log.Dispose();
        _signer.Dispose();
        _cosigner.Dispose();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Line(Checkpoint checkpoint) => checkpoint.SignedNote.Split("\n\n")[1];

    private static byte[] Body(long oldSize, string note) => new AddCheckpoint(oldSize, [], note).ToBytes();

    /// <summary>All files of the one log that is watched.</summary>
    private Dictionary<string, byte[]> Copy(MemoryFiles files) => files.List(Folder).ToDictionary(
        path => path, path => files.Read(path, 1 << 20)!, StringComparer.Ordinal);

    private void Restore(MemoryFiles files, Dictionary<string, byte[]> copy)
    {
        foreach (var path in files.List(Folder).Union(copy.Keys, StringComparer.Ordinal))
        {
            files.Overwrite(path, copy.GetValueOrDefault(path));
        }
    }

    /// <summary>
    /// Fails one step of two requests, cuts the power, and starts again: what was cosigned is remembered, and of two
    /// forks only one is cosigned.
    /// </summary>
    private bool FailAt(int failing)
    {
        var (files, guard) = (new MemoryFiles(), new MemoryFiles());
        var (step, cosigned, failed) = (0, 0L, false);
        Func<FileStep, string, bool> fails = (_, _) => failed |= step++ == failing;
        (files.Fails, guard.Fails) = (fails, fails);
        try
        {
            using var witness = Witness.Open(files, _cosigner, Policy().Logs, guard);
            foreach (var (old, size) in (ReadOnlySpan<(int, int)>)[(0, 4), (4, 8)])
            {
                cosigned = witness.Add(Request(old, size), TimeS).Status == WitnessStatus.Cosigned ? size : cosigned;
            }
        }
        catch (IOException)
        {
            // The start itself failed.
        }

        (files.Fails, guard.Fails) = (null, null);
        files.CutPower(path => path.Length % 2 == failing % 2);
        guard.CutPower(path => failing % 3 == 0);
        using var again = Witness.Open(files, _cosigner, Policy().Logs, guard);
        var told = again.Add(Request(0, 12), TimeS);
        var seen = told.Status == WitnessStatus.Conflict
            ? long.Parse(told.Body, CultureInfo.InvariantCulture) : 0;
        Assert.True(seen >= cosigned, FormattableString.Invariant($"step {failing}: {cosigned} is forgotten: {seen}"));
        if (told.Status == WitnessStatus.Conflict)
        {
            Assert.Equal(WitnessStatus.Cosigned, again.Add(Request(seen, 12), TimeS).Status);
        }

        return failed;
    }

    private string Folder => Digest.Of(Bytes(_signer.Name)).ToHex()[..16];

    private long SignedAt(long size, string line)
    {
        var verdict = Policy().Judge(Bytes(At(size).SignedNote + line));
        return Assert.Single(verdict.Witnessed).TimeS;
    }

    private Witness Open() => Witness.Open(_files, _cosigner, Policy().Logs, _guard);

    private WitnessPolicy Policy()
    {
        var text = $"log {_signer.Verifier.Vkey}\nwitness w {_cosigner.Verifier.Vkey}\nquorum w\n";
        Assert.Equal(PolicyFault.None, WitnessPolicy.TryParse(Bytes(text), out var policy, out _));
        return policy!;
    }

    private void Grow(long size)
    {
        while (_log.Size < size)
        {
            _log.Append(Bytes(_log.Size.ToString(CultureInfo.InvariantCulture)));
            for (var next = _log.Size + 1; next < size && size > 100; next++)
            {
                _log.Append(Bytes(next.ToString(CultureInfo.InvariantCulture)));
                if (next % 60_000 == 0)
                {
                    _log.Seal();
                }
            }

            _checkpoints.Add(_log.Seal());
        }
    }

    private Checkpoint At(long size) => _checkpoints.First(checkpoint => checkpoint.Size == size);

    private byte[] Request(long oldSize, long size)
    {
        var (low, high) = (Math.Min(oldSize, size), Math.Max(oldSize, size));
        return new AddCheckpoint(oldSize, _log.ConsistencyProof(low, high), At(size).SignedNote).ToBytes();
    }
}
