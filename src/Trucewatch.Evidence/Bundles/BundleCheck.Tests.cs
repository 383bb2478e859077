using System.Diagnostics;
using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Xunit;

namespace Trucewatch.Evidence.Bundles;

public sealed class BundleCheckTests : IDisposable
{
    /// <summary>A prime, so that the sample in each run meets every place in a byte and every file.</summary>
    private const int SampleStep = 1009;

    private readonly SmallBundle _bundle = new();

    [Fact]
    public void A_whole_bundle_holds_for_both_verifiers()
    {
        var check = _bundle.Check();
        Assert.True(check.Holds, string.Join('\n', check.Steps.Where(step => !step.Holds)));
        Assert.True(check.Manifest!.IsExercise);
        var (code, output) = Script();
        Assert.True(code == 0, output);
        Assert.Contains("ok   EXERCISE", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_of_flipped_bits_is_noticed_by_both_verifiers()
    {
        Assert.Equal((524_288 + SampleStep - 1) / SampleStep, CountNoticed(SampleStep));
        Flips(SampleStep);
    }

    [Fact(Explicit = true)]
    public void Every_flipped_bit_is_noticed_by_the_program() => Assert.Equal(524_288, CountNoticed(1));

    [Fact(Explicit = true)]
    public void Every_flipped_bit_is_noticed_by_the_script() => Flips(1);

    [Fact]
    public void Every_third_bit_of_what_vouches_for_the_manifest_is_noticed()
    {
        foreach (var path in BundleLayout.Unlisted.Skip(1))
        {
            var bytes = _bundle.Files.Read(path, SmallBundle.Bytes)!;
            for (var bit = 0; bit < bytes.Length * 8; bit += 3)
            {
                Assert.True(IsNoticed(_bundle.Files, _bundle.Paths, path, bytes, bit), $"{path}: bit {bit}");
            }
        }
    }

    [Fact]
    public void A_missing_an_unknown_and_a_swapped_file_are_refused_by_both()
    {
        foreach (var path in _bundle.Paths)
        {
            var bytes = _bundle.Files.Read(path, SmallBundle.Bytes);
            _bundle.Files.Overwrite(path, null);
            Assert.False(BundleCheck.Run(_bundle.Files, [.. _bundle.Paths.Where(one => one != path)]).Holds, path);
            _bundle.Files.Overwrite(path, bytes);
        }

        Assert.True(_bundle.Check().Holds);
        _bundle.Files.Overwrite("items/note.txt", "trust me"u8.ToArray());
        Assert.False(BundleCheck.Run(_bundle.Files, [.. _bundle.Paths, "items/note.txt"]).Holds);
        var (code, output) = Script("items/note.txt");
        Assert.Equal(1, code);
        Assert.Contains("FAIL file items/note.txt: nothing authenticates", output, StringComparison.Ordinal);
        _bundle.Files.Overwrite("items/note.txt", null);
        _bundle.Files.Overwrite("VERIFY.md", null);
        (code, output) = Script();
        Assert.Equal(1, code);
        Assert.Contains("FAIL file VERIFY.md", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_stamp_that_no_key_authenticates_is_refused_by_both()
    {
        var proof = Encoding.UTF8.GetString(_bundle.Files.Read(BundleLayout.ManifestProof, SmallBundle.Bytes)!);
        var value = new byte[4 + 72];
        value[^70] = 9;
        _bundle.Files.Overwrite(BundleLayout.ManifestProof, Encoding.UTF8.GetBytes(
            proof + $"\u2014 clock.example {Convert.ToBase64String(value)}\n"));
        Assert.Contains(_bundle.Check().Steps, step =>
            !step.Holds && step.Words.Contains("clock.example", StringComparison.Ordinal));
        var (code, output) = Script();
        Assert.Equal(1, code);
        Assert.Contains("FAIL checkpoint: signature of clock.example", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_of_the_reader_is_what_counts()
    {
        using var other = NoteSigner.Generate(_bundle.Signer.Name);
        Assert.False(BundleCheck.Run(_bundle.Files, _bundle.Paths, Policy(other)).Holds);
        Assert.True(BundleCheck.Run(_bundle.Files, _bundle.Paths, Policy(_bundle.Signer)).Holds);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("notes.txt")]
    [InlineData("blobs/EXERCISE-00.seg")]
    [InlineData("items/fact-1.leaf")]
    [InlineData("stamps/one.tsr")]
    public void A_path_without_a_place_is_not_written(string path) =>
        Assert.Throws<ArgumentException>(() => new BundleWriter(new MemoryFiles(), true, "").Add(path, [1]));

    [Fact]
    public void A_manifest_has_one_form()
    {
        var bytes = _bundle.Files.Read(BundleManifest.Name, SmallBundle.Bytes)!;
        Assert.Equal(bytes, BundleManifest.TryParse(bytes)!.ToBytes());
        var text = Encoding.UTF8.GetString(bytes);
        foreach (var other in (string[])[
            "", text[1..], text[..^1], text + "\n", text.Replace("\n\n", "\n", StringComparison.Ordinal),
            text.Replace(" VERIFY.md", " ../VERIFY.md", StringComparison.Ordinal), text + text.Split('\n')[^2] + "\n"])
        {
            Assert.Null(BundleManifest.TryParse(Encoding.UTF8.GetBytes(other)));
        }
    }

    public void Dispose() => _bundle.Dispose();

    private static WitnessPolicy Policy(NoteSigner signer)
    {
        WitnessPolicy.TryParse(
            Encoding.UTF8.GetBytes($"log {signer.Verifier.Vkey}\nquorum none\n"), out var policy, out _);
        return policy!;
    }

    /// <summary>Counts the noticed ones among every so-many-th bit of all files, over all processors.</summary>
    private int CountNoticed(int step)
    {
        var starts = new List<(string Path, byte[] Bytes, long Start)>();
        var total = 0L;
        foreach (var path in _bundle.Paths.Order(StringComparer.Ordinal))
        {
            starts.Add((path, _bundle.Files.Read(path, SmallBundle.Bytes)!, total));
            total += 8 * starts[^1].Bytes.Length;
        }

        Assert.Equal(8 * SmallBundle.Bytes, total);
        var noticed = 0;
        Parallel.ForEach(starts.SelectMany(file => Bits(file, step)).Chunk(512), bits =>
        {
            var own = new MemoryFiles();
            starts.ForEach(file => own.Overwrite(file.Path, file.Bytes));
            foreach (var (file, bit) in bits)
            {
                Assert.True(
                    IsNoticed(own, _bundle.Paths, file.Path, file.Bytes, bit), $"{file.Path}: bit {bit} unnoticed");
                Interlocked.Increment(ref noticed);
            }
        });
        return noticed;
    }

    private static IEnumerable<((string Path, byte[] Bytes, long Start) File, int Bit)> Bits(
        (string Path, byte[] Bytes, long Start) file, int step)
    {
        for (var bit = (int)((step - (file.Start % step)) % step); bit < file.Bytes.Length * 8; bit += step)
        {
            yield return (file, bit);
        }
    }

    private static bool IsNoticed(
        MemoryFiles files, IReadOnlyList<string> paths, string path, byte[] whole, int bit)
    {
        var bytes = (byte[])whole.Clone();
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        files.Overwrite(path, bytes);
        var holds = BundleCheck.Run(files, paths).Holds;
        files.Overwrite(path, whole);
        return !holds;
    }

    private (int Code, string Output) Script(params string[] more)
    {
        using var folder = new TemporaryFolder();
        foreach (var path in _bundle.Paths.Concat(more).Where(path => _bundle.Files.Read(path, 1 << 20) is not null))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(path))!);
            File.WriteAllBytes(folder.File(path), _bundle.Files.Read(path, 1 << 20)!);
        }

        return Python(folder.File("check.py"));
    }

    private void Flips(int step)
    {
        using var folder = new TemporaryFolder();
        _bundle.CopyTo(folder.Path);
        var script = Path.Combine(
            Trucewatch.Tests.House.RepositoryTree.Root, "src/Trucewatch.Evidence/Bundles/corpus/flips.py");
        var (code, output) = Python(script, folder.Path, "0", $"{step}");
        Assert.True(code == 0, output);
        var turned = (524_288 + step - 1) / step;
        Assert.Contains($"524288 bits, {turned} turned over, 0 un", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output) Python(params string[] words)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-B", .. words])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var error = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
