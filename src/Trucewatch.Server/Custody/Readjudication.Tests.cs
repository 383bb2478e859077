using System.Globalization;
using System.Text;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Files;
using Xunit;

namespace Trucewatch.Server.Custody;

/// <summary>Each plant is a bundle in which one thing is another one; the last words of a line say which.</summary>
public sealed class ReadjudicationTests(BundleFixture fixture) : IClassFixture<BundleFixture>
{
    [Fact]
    public void A_changed_rule_input_or_engine_is_said_in_words()
    {
        var (rig, whole) = (fixture.Rig, fixture.Whole);
        Holds(rig.Reseal(whole));

        // Changed after the sealing: the hash of the file tells.
        Fails(Changed(rig, whole, "agreement/agreement.yaml"), "FAIL rules changed: file agreement/agreement.yaml");
        var blob = new DiskFiles(whole).List("blobs")[0];
        Fails(Changed(rig, whole, blob), "FAIL inputs changed: file " + blob);
        Fails(Changed(rig, whole, "inputs/list"), "FAIL inputs changed: file inputs/list");

        // Changed before a sealing that is whole in itself: only the second run tells.
        Fails(
            rig.Reseal(whole, change: (path, bytes) => path == "agreement/NOTES.md" ? [.. bytes, (byte)'\n'] : bytes),
            "FAIL rules changed: expected the agreement with hash");
        Fails(
            rig.Reseal(whole, change: (path, bytes) => path == "inputs/list" ? WithoutFirstSegment(bytes) : bytes),
            "FAIL inputs changed: record, position");
        Fails(
            rig.Reseal(
                whole,
                heads: (name, value) => name == "engine" ? "trucewatch-9.9.9 sha256:00" : value,
                change: (path, bytes) => path.EndsWith("fact-000001.fields", StringComparison.Ordinal)
                    ? WithAnotherDetermination(bytes)
                    : bytes),
            "note engine changed: the determination was made by trucewatch-9.9.9",
            "FAIL fact 1: expected");
        Fails(
            rig.Reseal(whole, heads: (name, value) => name == "determination" ? new string('0', 64) : value),
            "FAIL determination: expected hash 0000");
    }

    private static void Holds(string bundle)
    {
        var (holds, words) = BundleMakerTests.Readjudicate(bundle);
        Assert.True(holds, words);
    }

    private static void Fails(string bundle, params string[] expected)
    {
        var (holds, words) = BundleMakerTests.Readjudicate(bundle);
        Assert.False(holds, words);
        Assert.All(expected, one => Assert.Contains(one, words, StringComparison.Ordinal));
    }

    private static string Changed(BundleRig rig, string whole, string path)
    {
        var target = rig.NewFolder();
        var files = new DiskFiles(whole);
        foreach (var file in files.List(""))
        {
            var bytes = files.Read(file, 1 << 26)!;
            bytes[^2] ^= (byte)(file == path ? 1 : 0);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, file))!);
            File.WriteAllBytes(Path.Combine(target, file), bytes);
        }

        return target;
    }

    private static byte[] WithoutFirstSegment(byte[] list)
    {
        var lines = Encoding.UTF8.GetString(list).Split('\n').ToList();
        lines.RemoveAt(lines.FindIndex(line => line.StartsWith("segment ", StringComparison.Ordinal)));
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static byte[] WithAnotherDetermination(byte[] fields)
    {
        var text = Encoding.UTF8.GetString(fields);
        var at = text.IndexOf("detection.determination ", StringComparison.Ordinal);
        Assert.True(at > 0, string.Create(CultureInfo.InvariantCulture, $"no determination in {text}"));
        var end = text.IndexOf('\n', at);
        return Encoding.UTF8.GetBytes(text[..at] + "detection.determination \"Compliant\"" + text[end..]);
    }
}
