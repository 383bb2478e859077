using System.Globalization;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain.Frames;
using Xunit;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// Goes through all layouts and all their fields: each is written by <see cref="AisBitText"/>, printed, composed again
/// and decoded.
/// </summary>
public sealed class AisLayoutsTests
{
    private const int Rounds = 150;

    /// <summary>Of type 8, area 200, function 10 values above 5 are no hazard; the bits mean something else.</summary>
    private const uint GreatestHazard = 5;

    public static TheoryData<string> Ids => [.. AisLayouts.All.Select(layout => layout.Id)];

    [Fact]
    public void EveryTypeHasALayoutAndNoOther()
    {
        for (var type = 0; type < 64; type++)
        {
            var found = AisLayouts.All.Any(layout => layout.Types.Contains(type));
            Assert.Equal(type is >= 1 and <= 27, found);
            var length = AisLayouts.All.FirstOrDefault(layout => layout.Types.Contains(type))?.ComposedBits ?? 168;
            var bits = new AisBitText(length).Put(0, 6, type);
            Assert.Equal(found ? "" : "UnsupportedType:1", AisRun.Decode(bits.Sentence()).FaultText());
        }

        Assert.Equal(AisLayouts.All.Count, AisLayouts.All.Select(layout => layout.Id).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void EveryValueAtTheEndsOfEveryFieldComesThrough(string id)
    {
        var layout = AisLayouts.All.Single(layout => layout.Id == id);
        foreach (var type in layout.Types)
        {
            AisField[] fields = [AisLayouts.Repeat, AisLayouts.Mmsi, .. layout.Printed];
            foreach (var field in fields.Where(field => field.Width > 0 && IsNumber(field) && !Selects(layout, field)))
            {
                foreach (var raw in Ends(field))
                {
                    var bits = Fresh(layout, type);
                    if (Writable(layout, field, raw))
                    {
                        bits.Put(field.Start, field.Width, raw);
                        ComesThrough(id, bits, type, field.Name, Expected(field, raw));
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void EveryValueAtTheEndsOfEveryFieldIsScaled(string id)
    {
        var layout = AisLayouts.All.Single(layout => layout.Id == id);
        foreach (var field in layout.Printed.Where(field => field.Form is AisScale))
        {
            var scale = (AisScale)field.Form!;
            foreach (var raw in Ends(field))
            {
                var bits = Fresh(layout, layout.Types[0]).Put(field.Start, field.Width, raw);
                var printed = Print(bits, layout.Types[0], unscaled: false).GetProperty(field.Name);
                var text = printed.ValueKind == JsonValueKind.String ? printed.GetString()! : printed.GetRawText();
                var exact = (decimal)(Meant(field, raw) + scale.Offset) / scale.Divisor;
                var got = decimal.Parse(text, CultureInfo.InvariantCulture);
                Assert.Equal(scale.Decimals, got.Scale);
                Assert.True(
                    Math.Abs(exact - got) <= new decimal(5, 0, 0, false, (byte)(scale.Decimals + 1)),
                    $"{id} {field.Name} {raw}: expected {exact}, got {text}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void EveryTextComesThrough(string id)
    {
        var layout = AisLayouts.All.Single(layout => layout.Id == id);
        foreach (var field in layout.Printed.Where(field => field.Meaning is AisMeaning.Text or AisMeaning.AidName))
        {
            var width = field.Width > 0 ? field.Width : 60;
            for (var six = 1; six < 64; six++)
            {
                var bits = Fresh(layout, layout.Types[0], field.Width > 0 ? 0 : field.Start + width);
                var letter = (char)(six < 32 ? six + 64 : six);
                for (var start = field.Start; start < field.Start + width; start += 6)
                {
                    bits.Put(start, 6, six);
                }

                // Spaces at the end are not part of a text.
                var text = new string(letter, width / 6).TrimEnd(' ');
                var printed = Print(bits, layout.Types[0], unscaled: true);
                Assert.Equal(text, printed.GetProperty(field.Name).GetString());
                var again = Print(Composed(printed, id), layout.Types[0], unscaled: true);
                Assert.Equal(text, again.GetProperty(field.Name).GetString());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void EveryMomentComesThrough(string id)
    {
        var layout = AisLayouts.All.Single(layout => layout.Id == id);
        foreach (var field in layout.Printed.Where(field => field.Meaning == AisMeaning.Moment))
        {
            var moment = (AisMoment)field.Form!;
            foreach (var letter in moment.Pattern.Where(letter => moment.Part(letter).Width > 0))
            {
                var (start, width) = moment.Part(letter);
                foreach (var raw in new[] { 0L, 1, (1L << width) - 2, (1L << width) - 1 })
                {
                    // All patterns have their parts in this order, and none beside its neighbours without a mark.
                    var numbers = moment.Pattern.Where(one => moment.Part(one).Width > 0).Select(one =>
                        (one == letter ? raw : 0) + (one == 'Y' && moment.YearBits == 8 ? 2000 : 0));
                    var bits = Fresh(layout, layout.Types[0]).Put(start, width, raw);
                    var printed = Print(bits, layout.Types[0], unscaled: true);
                    var got = printed.GetProperty(field.Name).GetString()!.Split('-', 'T', ':', 'Z')
                        .Where(part => part.Length > 0).Select(part => long.Parse(part, CultureInfo.InvariantCulture));
                    Assert.Equal(numbers, got);
                    Assert.Equal(bits.ToString(), Composed(printed, id).ToString());
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void RowsAndUnknownBitsComeThroughAtEveryLength(string id)
    {
        var layout = AisLayouts.All.Single(layout => layout.Id == id);
        var random = new Random(20261122);
        foreach (var field in layout.Printed.Where(field => field.Meaning is AisMeaning.Rows or AisMeaning.Hex))
        {
            var size = field.Form is AisRows rows ? rows.Size : 1;
            var from = Math.Max(layout.MinBits, field.Start - field.Width);
            for (var end = from; end <= layout.MaxBits; end += size)
            {
                var bits = Fresh(layout, layout.Types[0], end);
                var all = bits.Length;
                for (var bit = field.Start; bit < all + field.Width; bit++)
                {
                    bits.Put(bit, 1, random.Next(2));
                }

                if (field.Form is AisRows { Count: { } count })
                {
                    bits.Put(count.Start, count.Width, Math.Min(31, (all - field.Start) / size));
                }

                if (AisLayouts.Find(Unpacked(bits)) != layout)
                {
                    continue;
                }

                var printed = Print(bits, layout.Types[0], unscaled: true);
                Assert.Equal(printed.GetRawText(), Print(Composed(printed, id), layout.Types[0], true).GetRawText());
                var items = printed.GetProperty(field.Name);
                var room = all - field.Start + field.Width;
                if (field.Meaning == AisMeaning.Hex)
                {
                    Assert.StartsWith(FormattableString.Invariant($"{room}:"), items.GetString());
                }
                else if (room % size == 0 && room / size <= 31)
                {
                    Assert.Equal(room / size, items.GetArrayLength());
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void LengthsAreJudged(string id)
    {
        var layout = AisLayouts.All.Single(layout => layout.Id == id);
        foreach (var length in new[] { layout.MinBits - 1, layout.MinBits, layout.MaxBits, layout.MaxBits + 1 })
        {
            var bits = Fresh(layout, layout.Types[0], length, exact: true);
            if (AisLayouts.Find(Unpacked(bits)) == layout)
            {
                var isGood = length >= layout.MinBits && length <= layout.MaxBits;
                var expected = isGood ? "" : "WrongLength:1";
                Assert.Equal(expected, AisRun.Decode(bits.Sentence()).FaultText());
                Assert.Equal(expected, AisRun.Print(bits.Sentence()).FaultText());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void RandomMessagesAreTheSameWhenComposedAgain(string id)
    {
        var layout = AisLayouts.All.Single(layout => layout.Id == id);
        var seed = id.Aggregate(20261122, (sum, letter) => unchecked((sum * 31) + letter));
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var type = layout.Types[random.Next(layout.Types.Length)];
            var length = random.Next(layout.ComposedBits, layout.MaxBits + 1);
            var bits = Selected(layout, type, new AisBitText(length).Randomize(random).Put(8, 30, Mmsi(layout)));
            if (AisLayouts.Find(Unpacked(bits)) != layout)
            {
                continue;
            }

            var printed = Print(bits, type, unscaled: true);
            var again = Print(Composed(printed, id), type, unscaled: true);
            Assert.True(printed.GetRawText() == again.GetRawText(), $"seed {seed}: {printed} but then {again}");
            // Some letters are neither printed nor composed otherwise when scaled.
            Assert.Equal(JsonValueKind.Object, Print(bits, type, unscaled: false).ValueKind);
            Assert.Equal("", AisRun.Decode(bits.Sentence()).FaultText());
        }
    }

    [Fact]
    public void WhatCannotBeComposedIsRefused()
    {
        Refused("""[]""");
        Refused("""{}""");
        Refused("""{"type":0,"repeat":0,"mmsi":1}""");
        Refused("""{"type":10,"repeat":0,"mmsi":1}""");
        Refused("""{"type":10,"repeat":4,"mmsi":1,"dest_mmsi":1}""");
        Refused("""{"type":10,"repeat":0,"mmsi":1,"dest_mmsi":1073741824}""");
        Refused("""{"type":10,"repeat":0,"mmsi":1,"dest_mmsi":-1}""");
        Refused("""{"type":10,"repeat":0,"mmsi":1,"dest_mmsi":"x"}""");
        Refused("""{"type":14,"repeat":0,"mmsi":1,"text":"lower"}""");
        Refused("""{"type":14,"repeat":0,"mmsi":1,"text":7}""");
        Refused($$"""{"type":14,"repeat":0,"mmsi":1,"text":"{{new string('A', 162)}}"}""");
        Refused("""{"type":8,"repeat":0,"mmsi":1,"dac":3,"fid":4,"data":"9:00"}""");
        Refused("""{"type":8,"repeat":0,"mmsi":1,"dac":3,"fid":4,"data":"8:0g"}""");
        Refused("""{"type":8,"repeat":0,"mmsi":1,"dac":3,"fid":4,"data":"-8:00"}""");
        Refused("""{"type":8,"repeat":0,"mmsi":1,"dac":3,"fid":4,"data":"00"}""");
        Refused("""{"type":8,"repeat":0,"mmsi":1,"dac":1,"fid":17,"targets":[{"idtype":4}]}""");
        Refused("""{"type":8,"repeat":0,"mmsi":1,"dac":1,"fid":17,"targets":[{"idtype":0}]}""");
        Refused("""{"type":8,"repeat":0,"mmsi":1,"dac":1,"fid":17,"targets":7}""");
        var longest = $$"""{"type":14,"repeat":0,"mmsi":1,"text":"{{new string('A', 161)}}"}""";
        Assert.Equal(1006, Composed(JsonDocument.Parse(longest).RootElement, "14").Length);
    }

    private static void Refused(string json) =>
        Assert.ThrowsAny<ArgumentException>(() => Composed(JsonDocument.Parse(json).RootElement, ""));

    private static bool IsNumber(AisField field) => field.Meaning is not (AisMeaning.Text or AisMeaning.AidName
        or AisMeaning.Moment or AisMeaning.Hex or AisMeaning.Rows);

    private static bool Selects(AisLayout layout, AisField field) =>
        layout.Selected.Any(one => one.Field.Name == field.Name) || (field.Name is "dac" or "fid")
        || (field.Name == "mmsi" && layout.Types.Contains(24));

    private static bool Writable(AisLayout layout, AisField field, long raw) =>
        layout.Id != "8/200/10" || field.Name != "hazard" || raw <= GreatestHazard;

    private static long[] Ends(AisField field)
    {
        var half = 1L << (field.Width - 1);
        return field.Width == 1 ? [0, 1] : [0, 1, half - 1, half, half + 1, (2 * half) - 2, (2 * half) - 1];
    }

    private static long Meant(AisField field, long raw)
    {
        var signed = field.Meaning is AisMeaning.Signed or AisMeaning.SignedScaled or AisMeaning.SignedScaledText
            or AisMeaning.Turn;
        return signed && raw >= 1L << (field.Width - 1) ? raw - (1L << field.Width) : raw;
    }

    private static string Expected(AisField field, long raw) => field.Meaning switch
    {
        AisMeaning.Flag => raw == 1 ? "true" : "false",
        _ => Meant(field, raw).ToString(CultureInfo.InvariantCulture),
    };

    private static void ComesThrough(string id, AisBitText bits, int type, string name, string expected)
    {
        var printed = Print(bits, type, unscaled: true);
        var value = printed.GetProperty(name);
        Assert.Equal(expected, value.GetRawText());
        // A second assignment that is all zero need not be sent.
        var composed = Composed(printed, id).ToString();
        Assert.Equal(bits.ToString(), id == "16/2" ? composed.PadRight(bits.Length, '0') : composed);
        var got = AisRun.Decode(bits.Sentence()).FaultText();
        Assert.Equal(name == "mmsi" && value.GetUInt32() > 999_999_999 ? "OutOfRange:1" : "", got);
    }

    private static uint Mmsi(AisLayout layout) => layout.Id == "24/B98" ? 982_370_001u : 237_000_009;

    // All else is zero, so that it stands out if a field reaches into another.
    private static AisBitText Fresh(AisLayout layout, int type, int length = 0, bool exact = false) =>
        Selected(layout, type, new AisBitText(exact ? length : Math.Max(length, layout.ComposedBits))
            .Put(8, 30, Mmsi(layout)));

    private static AisBitText Selected(AisLayout layout, int type, AisBitText bits)
    {
        bits.Put(0, 6, type);
        foreach (var (field, value) in layout.Selected.Where(one => one.Field.Start + one.Field.Width <= bits.Length))
        {
            bits.Put(field.Start, field.Width, value);
        }

        return bits;
    }

    private static AisBits Unpacked(AisBitText bits)
    {
        var payload = Encoding.ASCII.GetBytes(bits.Sentence().Split(',')[5]);
        var fill = (payload.Length * 6) - bits.Length;
        Assert.True(AisBits.TryUnpack(payload, fill, new byte[AisBits.BufferBytes], out var unpacked));
        return unpacked;
    }

    // Part B of type 24 is printed behind part A only, and part A behind nothing.
    private static JsonElement Print(AisBitText bits, int type, bool unscaled)
    {
        var text = bits.Sentence();
        if (type == 24)
        {
            var mmsi = (long)bits.Get(8, 30);
            var other = new AisBitText(168).Put(0, 6, 24).Put(6, 2, (long)bits.Get(6, 2)).Put(8, 30, mmsi)
                .Put(38, 2, 1 - (long)bits.Get(38, 2));
            text = bits.Get(38, 2) == 0 ? text + "\r\n" + other.Sentence() : other.Sentence() + "\r\n" + text;
        }

        var run = AisRun.Print(text, unscaled);
        Assert.Equal("", run.FaultText());
        return JsonDocument.Parse(Assert.Single(run.Lines)).RootElement;
    }

    private static AisBitText Composed(JsonElement printed, string id)
    {
        var bytes = new byte[2 * AisEncoder.MaxMessageBytes];
        var text = Encoding.ASCII.GetString(bytes, 0, AisEncoder.Message(bytes, printed, 'A'));
        var parts = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return AisBitText.OfSentences(id switch
        {
            "24/A" => parts[0],
            "24/B" or "24/B98" => parts[1],
            _ => text,
        });
    }
}
