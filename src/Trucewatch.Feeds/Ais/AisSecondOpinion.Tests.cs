using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// Random messages of all layouts, printed here and by gpsdecode, another program with another author. Where it is not
/// installed (Debian: gpsd-clients), the test is skipped. What gpsdecode is known to say otherwise stands in NOTES.md,
/// and here in <see cref="PassesOver"/>.
/// </summary>
public sealed class AisSecondOpinionTests
{
    private const int Rounds = 60;
    private const int Seed = 20261122;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Its objects of these are not JSON, or read from other bits.
    private static readonly HashSet<string> knownOtherwise =
        ["8/1/17", "8/1/19", "6/1/15", "6/1/16", "8/1/16", "8/200/23", "8/200/55"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RandomMessagesOfAllTypesAgree(bool unscaled)
    {
        var layouts = AisLayouts.All.Where(layout => !knownOtherwise.Contains(layout.Id)).ToArray();
        var random = new Random(Seed);
        var messages = Enumerable.Range(0, Rounds)
            .SelectMany(_ => layouts.Select(layout => (layout, One(layout, random)))).ToArray();
        var theirs = Gpsdecode(messages.Select(message => message.Item2), unscaled);
        var deviations = new List<string>();
        var compared = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var at = 0;
        foreach (var (layout, text) in messages)
        {
            var line = Assert.Single(AisRun.Print(text, unscaled).Lines);
            var (mine, yours) = (JsonDocument.Parse(line).RootElement, Parse(layout.Id, theirs[at++]));
            if (yours is { } reference)
            {
                deviations.AddRange(AisAgreement.Differences(
                    reference, mine, name => PassesOver(layout.Id, name, reference, mine, unscaled)));
                compared[layout.Id] = compared.GetValueOrDefault(layout.Id) + 1;
            }
        }

        Assert.True(deviations.Count == 0, $"seed {Seed}:\n{string.Join('\n', deviations.Take(20))}");
        Assert.Equal(theirs.Count, at);
        Assert.All(layouts, layout => Assert.True(compared.GetValueOrDefault(layout.Id) >= Rounds / 4, layout.Id));
    }

    // gpsdecode does not escape the texts of some functions.
    private static JsonElement? Parse(string id, string json)
    {
        try
        {
            var isRaw = id is "6/200/21" or "6/200/22" or "8/200/24"
                && json.Contains('\\', StringComparison.Ordinal);
            return isRaw ? null : JsonDocument.Parse(json).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool PassesOver(
        string id, string name, JsonElement theirs, JsonElement ours, bool unscaled) => name switch
    {
        // Legends of codes that were free in its edition, and types 1 to 3 and 27 in its own words.
        "status_text" or "epfd_text" => id is not "6/200/22" and not "8/200/40",
        "status" => id == "27" && !unscaled,
        "turn" => !unscaled,
        // It has one decimal of a tenth of a minute.
        "waterlevel" => !unscaled,
        "data" => SameBits(theirs, ours),
        // Its limits of these are those of its edition.
        "linkage" or "notice" or "start" or "duration" or "areas" => id is "8/1/22" or "6/1/23",
        _ => false,
    };

    // Digits behind the last bit may be of anything.
    private static bool SameBits(JsonElement theirs, JsonElement ours)
    {
        if (!theirs.TryGetProperty("data", out var their) || !ours.TryGetProperty("data", out var our))
        {
            return false;
        }

        var (a, b) = (their.GetString()!.Split(':'), our.GetString()!.Split(':'));
        var count = int.Parse(a[0], System.Globalization.CultureInfo.InvariantCulture);
        return a[0] == b[0] && Bits(a[1])[..count] == Bits(b[1])[..count];
    }

    private static string Bits(string digits) => string.Concat(
        digits.Select(digit => Convert.ToString(Convert.ToInt32(digit.ToString(), 16), 2).PadLeft(4, '0')));

    // One message, or the two of type 24; of lengths at which gpsdecode invents no items.
    private static string One(AisLayout layout, Random random)
    {
        var type = layout.Types[random.Next(layout.Types.Length)];
        var isCraft = layout.Id == "24/B98";
        var mmsi = isCraft ? 980_000_000 + random.Next(10_000_000) : 200_000_000 + random.Next(500_000_000);
        if (type == 24)
        {
            var a = Filled(layout, AisLayouts.StaticB.LayoutA, type, mmsi, 168, random);
            var b = Filled(layout, layout.Id == "24/A" ? AisLayouts.StaticB.LayoutB : layout, type, mmsi, 168, random);
            return a.Sentence() + "\r\n" + b.Sentence();
        }

        while (true)
        {
            var bits = Filled(layout, layout, type, mmsi, Length(layout, random), random);
            var payload = Encoding.ASCII.GetBytes(bits.Sentence().Split(',')[5]);
            AisBits.TryUnpack(
                payload, (payload.Length * 6) - bits.Length, new byte[AisBits.BufferBytes], out var unpacked);
            if (AisLayouts.Find(unpacked) == layout)
            {
                return bits.Sentence();
            }
        }
    }

    private static int Length(AisLayout layout, Random random)
    {
        var open = Array.Find(layout.Printed, field =>
            field.Meaning is AisMeaning.Rows or AisMeaning.Hex or AisMeaning.AidName
            || field is { Meaning: AisMeaning.Text, Width: 0 });
        return open.Meaning switch
        {
            AisMeaning.Rows when open.Form is AisRows { KeepsCut: true } rows => open.Start + (2 * rows.Size) - 3,
            AisMeaning.Rows when layout.Id != "8/200/24" =>
                open.Start + (((AisRows)open.Form!).Size * random.Next(1, 4)),
            AisMeaning.Hex => layout.MinBits + random.Next(Math.Min(100, layout.MaxBits - layout.MinBits)),
            AisMeaning.AidName => layout.MinBits + random.Next(layout.MaxBits - layout.MinBits + 1),
            AisMeaning.Text => open.Start + random.Next(300),
            _ => layout.ComposedBits,
        };
    }

    private static AisBitText Filled(
        AisLayout layout, AisLayout part, int type, int mmsi, int length, Random random)
    {
        var bits = new AisBitText(length).Randomize(random).Put(0, 6, type).Put(8, 30, mmsi);
        foreach (var (field, value) in part.Selected)
        {
            bits.Put(field.Start, field.Width, value);
        }

        if (layout.Id is "6" or "8")
        {
            bits.Put(layout.Id == "6" ? 72 : 40, 10, 999);
        }

        foreach (var field in part.Printed)
        {
            if (field.Form is AisRows { Count: { } count } rows)
            {
                bits.Put(count.Start, count.Width, (length - field.Start) / rows.Size);
            }
        }

        return bits;
    }

    private static List<string> Gpsdecode(IEnumerable<string> messages, bool unscaled)
    {
        var start = new ProcessStartInfo("gpsdecode", unscaled ? "-u" : "")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            foreach (var message in messages)
            {
                process.StandardInput.Write(message + "\r\n");
            }

            process.StandardInput.Close();
            Assert.True(process.WaitForExit(Patience), "gpsdecode: expected an end within a minute, got none");
            Assert.True(process.ExitCode == 0, error.GetAwaiter().GetResult());
            return [.. output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
        catch (Win32Exception)
        {
            Assert.Skip("gpsdecode is not installed (Debian: gpsd-clients)");
            return [];
        }
    }
}
