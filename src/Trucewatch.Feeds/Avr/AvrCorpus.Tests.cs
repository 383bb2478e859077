using System.Text.Json;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Avr;

/// <summary>Real messages: agreement with a reference's values, and what bulk files give.</summary>
public sealed class AvrCorpusTests
{
    [Fact]
    public void EveryValueOfTheReferenceAgrees()
    {
        var expected = Reference();
        Assert.Equal(300, expected.Count);
        var deviations = expected.SelectMany(pair => Differences(pair.Key, pair.Value, Print(pair.Key))).ToList();
        Assert.True(deviations.Count == 0, string.Join('\n', deviations));
    }

    [Fact]
    public void AChangedOrAbsentValueIsSeen()
    {
        foreach (var (hex, values) in Reference())
        {
            foreach (var (name, value) in values)
            {
                var planted = new Dictionary<string, JsonElement>(values, StringComparer.Ordinal)
                {
                    [name] = JsonDocument.Parse(
                        value.ValueKind == JsonValueKind.Number ? "-12345.5" : "\"no\"").RootElement,
                };
                Assert.Single(Differences(hex, planted, Print(hex)));
            }

            var absent = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["selected_heading"] = JsonDocument.Parse("1").RootElement,
            };
            Assert.Single(Differences(hex, absent, Print(hex)));
        }
    }

    [Theory]
    [InlineData("modes1.raw.txt", "217 frames, 64 observations, ")]
    [InlineData("sample_data_adsb.csv", "2000 frames, 1031 observations, ")]
    [InlineData("sample_data_commb_df20.csv", "5000 frames, 0 observations, ")]
    public void BulkFilesDecode(string name, string expected)
    {
        var run = FeedRun.Decode(AvrFormat.Format, File.ReadAllBytes(RepositoryTree.CorpusFile("adsb/" + name)));
        Assert.Equal(expected, run.ToString());
    }

    [Fact]
    public void TheFlightOfOneAircraftIsSmooth()
    {
        var bytes = File.ReadAllBytes(RepositoryTree.CorpusFile("adsb/sample_data_adsb.csv"));
        var run = FeedRun.Decode(AvrFormat.Format, bytes);
        foreach (var flight in run.Observations.Where(o => o.HasPosition).GroupBy(o => o.Identity))
        {
            foreach (var (from, to) in flight.Zip(flight.Skip(1)))
            {
                var distance = Geo.Geodesics.Geodesic.Inverse(from.Position, to.Position).DistanceM;
                // Times are whole seconds, and of writing: two may lie two seconds farther apart than they say.
                Assert.InRange(distance, 0, 260 * (to.At.SecondsSince(from.At) + 2));
            }
        }

        Assert.Contains(run.Observations, o => o.Kind == ObservationKind.Description);
    }

    private static Dictionary<string, Dictionary<string, JsonElement>> Reference()
    {
        var text = File.ReadAllText(RepositoryTree.CorpusFile("adsb/mode_s_expected.json"));
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, JsonElement>>>(text)!;
    }

    private static JsonElement Print(string hex)
    {
        var run = FeedRun.Print(AvrFormat.Format, System.Text.Encoding.ASCII.GetBytes($"*{hex};\n"));
        return JsonDocument.Parse(Assert.Single(run.Lines)).RootElement;
    }

    private static IEnumerable<string> Differences(
        string hex, Dictionary<string, JsonElement> expected, JsonElement got)
    {
        foreach (var (name, value) in expected)
        {
            if (!got.TryGetProperty(name, out var own) || !Agrees(name, value, own, got))
            {
                yield return $"{hex} {name}: expected {value}, got {own}";
            }
        }
    }

    private static bool Agrees(string name, JsonElement expected, JsonElement own, JsonElement got)
    {
        if (expected.ValueKind != own.ValueKind)
        {
            return false;
        }

        if (expected.ValueKind == JsonValueKind.Number)
        {
            // The reference cuts the decimals of a computed ground speed off, and prints others with noise at the end.
            var isCut = name == "groundspeed" && got.GetProperty("df").GetInt32() == 17;
            return isCut
                ? Math.Floor(own.GetDouble()) == expected.GetDouble()
                : Math.Abs(own.GetDouble() - expected.GetDouble()) < 1e-4;
        }

        // The reference writes a space as an underscore, and some addresses in capitals.
        return string.Equals(
            own.GetString(), expected.GetString()!.TrimEnd('_'), StringComparison.OrdinalIgnoreCase);
    }
}
