using System.Buffers;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Avr;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Klv;

/// <summary>
/// The golden corpus: every line that does not start with a space or # is a stream in hexadecimal; below it stands what
/// it gives. <c>GOLDEN=accept</c> rewrites the answers.
/// </summary>
public sealed class KlvGoldenTests
{
    internal const string CorpusPath = "src/Trucewatch.Feeds/Klv/corpus/klv.txt";

    [Fact]
    public void Every_line_gives_its_answer() => Golden.Equal(CorpusPath, Answer(Corpus()));

    [Fact]
    public void A_changed_answer_is_seen()
    {
        var planted = Corpus().Replace(
            "\"sensor_latitude\":60.17", "\"sensor_latitude\":60.18", StringComparison.Ordinal);
        Assert.NotEqual(planted, Answer(planted));
    }

    /// <summary>Values of the packet of tstrans as its own tests pin them.</summary>
    [Fact]
    public void Another_program_means_the_same_by_its_packet()
    {
        var corpus = Corpus().Split('\n');
        var line = corpus[Array.IndexOf(corpus, "# Written by tstrans.") + 1];
        using var json = JsonDocument.Parse(FeedRun.Print(KlvFormat.Format, Convert.FromHexString(line)).Lines[0]);
        var set = json.RootElement;
        Assert.Equal("2023-11-16T08:30:56.789Z", set.GetProperty("time").GetString());
        foreach (var (name, value, within) in new[]
        {
            ("sensor_latitude", 38.1234560199, 1e-10), ("sensor_longitude", -121.6543210026, 1e-10),
            ("sensor_true_altitude", 2500.0198, 1e-4), ("frame_center_latitude", 38.0000000158, 1e-10),
            ("frame_center_longitude", -121.5000000230, 1e-10), ("frame_center_elevation", 0.0320439, 1e-7),
            ("platform_heading", 123.4498, 1e-4), ("sensor_horizontal_fov", 45.0007, 1e-4),
            ("sensor_vertical_fov", 30.0014, 1e-4),
        })
        {
            Assert.Equal(value, set.GetProperty(name).GetDouble(), within);
        }
    }

    private static string Corpus() => File.ReadAllText(Path.Combine(RepositoryTree.Root, CorpusPath));

    private static string Answer(string corpus)
    {
        var answer = new StringBuilder();
        foreach (var line in corpus.Split('\n').SkipLast(1).Where(line => !line.StartsWith(' ')))
        {
            answer.Append(line).Append('\n');
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var bytes = Convert.FromHexString(line);
            var decoded = FeedRun.Decode(KlvFormat.Format, bytes);
            var printed = FeedRun.Print(KlvFormat.Format, bytes);
            var raw = FeedRun.Print(KlvFormat.Format, bytes, unscaled: true);
            Assert.Equal(decoded.Faults, printed.Faults);
            Assert.Equal(decoded.Faults, raw.Faults);
            answer.Append("  ").Append(decoded.ToString().TrimEnd(' ', ',')).Append('\n');
            foreach (var seen in decoded.Observations)
            {
                answer.Append("  ").Append(AvrGoldenTests.Describe(seen)).Append(Tracked(seen)).Append('\n');
            }

            foreach (var look in Looks(bytes))
            {
                answer.Append("  ").Append(look).Append('\n');
            }

            foreach (var text in printed.Lines.Concat(raw.Lines))
            {
                answer.Append("  ").Append(text).Append('\n');
            }
        }

        return answer.ToString();
    }

    private static string Tracked(in Observation seen) => FormattableString.Invariant(
        $" track {seen.SourceTrack:x} sigma north {Math.Sqrt(seen.PositionError.NorthM2):F1} m");

    private static List<string> Looks(byte[] bytes)
    {
        var looks = new List<string>();
        var (decoder, buffer, framer) = (KlvFormat.Format.NewDecoder(), new ObservationBuffer(), new KlvFramer());
        for (var rest = (ReadOnlySpan<byte>)bytes; framer.Next(rest, final: true) is { Length: > 0 } cut;
            rest = rest[cut.Consumed..])
        {
            decoder.Decode(new FrameView(default, default, rest[..cut.Length]), buffer, new LateFaults());
        }

        foreach (ref readonly var look in buffer.Looks)
        {
            var corners = string.Join(", ", ((ReadOnlySpan<Geo.GeoPoint>)look.Corners).ToArray());
            looks.Add(FormattableString.Invariant($"look {look.Modality} {look.From} [{corners}]"));
        }

        return looks;
    }
}
