using System.Globalization;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Klv;

/// <summary>Published vectors: the bytes of an item and what they mean (klvdata's tests, after the standard's own
/// examples).</summary>
public sealed class KlvVectorsTests
{
    [Fact]
    public void Every_vector_means_what_it_is_said_to_mean()
    {
        var vectors = Vectors();
        Assert.InRange(vectors.Count, 90, 200);
        Assert.All(vectors, vector => Assert.Null(Difference(vector)));
        // Numbers, words and times are among them.
        Assert.Equal(87, vectors.Select(vector => vector.Tag).Distinct().Count());
    }

    [Fact]
    public void A_vector_of_another_meaning_is_seen()
    {
        Vector latitude = new(13, [0x55, 0x95, 0xB6, 0x6D], "60.1768229669783");
        Assert.Null(Difference(latitude));
        Assert.NotNull(Difference(latitude with { Meaning = "60.1768231" }));
        Assert.NotNull(Difference(latitude with { Tag = 14 }));
        Assert.NotNull(Difference(new Vector(3, "Mission 13"u8.ToArray(), "Mission 12")));
    }

    private static string? Difference(in Vector vector)
    {
        var line = UasItems.Find(vector.Tag);
        if (line is null || KlvSet.Check(line, vector.Item) != Domain.Frames.FrameFault.None)
        {
            return $"tag {vector.Tag} is not read";
        }

        var got = line.Form switch
        {
            KlvForm.Text => System.Text.Encoding.UTF8.GetString(vector.Item),
            KlvForm.Time => new Instant(line.Raw(vector.Item)).ToString(),
            _ => null,
        };
        if (got is not null)
        {
            var wanted = line.Form == KlvForm.Time
                ? Instant.From(DateTimeOffset.Parse(vector.Meaning, CultureInfo.InvariantCulture)).ToString()
                : vector.Meaning;
            return got == wanted ? null : $"tag {vector.Tag}: expected {wanted}, got {got}";
        }

        // As far as the expected number was rounded, and no further than half a step of the integer.
        var (expected, step) = Meaning(vector);
        var value = line.Value(vector.Item);
        return Math.Abs(value - expected) <= Math.Max(step, 1e-12)
            ? null
            : FormattableString.Invariant($"tag {vector.Tag}: expected {expected}, got {value}");
    }

    private static (double Expected, double Step) Meaning(in Vector vector)
    {
        const string LessLatitude = " - frame_center_latitude";
        const string LessLongitude = " - frame_center_longitude";
        var text = vector.Meaning;
        var less = 0.0;
        if (text.EndsWith(LessLatitude, StringComparison.Ordinal))
        {
            (text, less) = (text[..^LessLatitude.Length], -10.5423886331461);
        }
        else if (text.EndsWith(LessLongitude, StringComparison.Ordinal))
        {
            (text, less) = (text[..^LessLongitude.Length], 29.157890122923);
        }

        var expected = text.StartsWith("0x", StringComparison.Ordinal)
            ? int.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : text.StartsWith("b'\\x", StringComparison.Ordinal)
            ? int.Parse(text[4..6], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : double.Parse(text, CultureInfo.InvariantCulture);
        var line = UasItems.Find(vector.Tag)!;
        return (expected - less, line.Form is KlvForm.Count or KlvForm.SignedCount ? 0 : line.Scale / 2);
    }

    private static List<Vector> Vectors()
    {
        using var json = JsonDocument.Parse(
            File.ReadAllText(RepositoryTree.CorpusFile("formats/klv/misb0601_vectors.json")));
        var vectors = new List<Vector>();
        foreach (var vector in json.RootElement.EnumerateArray())
        {
            var rest = (ReadOnlySpan<byte>)Convert.FromHexString(vector.GetProperty("tlv_hex").GetString()!);
            Assert.Equal(Domain.Frames.FrameFault.None, KlvFrame.TryItem(ref rest, out var tag, out var item));
            Assert.True(rest.IsEmpty);
            Assert.Equal(vector.GetProperty("tag").GetInt32(), tag);
            vectors.Add(new Vector(tag, item.ToArray(), vector.GetProperty("expected").GetString()!));
        }

        return vectors;
    }

    private readonly record struct Vector(int Tag, byte[] Item, string Meaning);
}
