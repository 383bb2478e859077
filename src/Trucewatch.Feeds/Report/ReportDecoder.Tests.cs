using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Report;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Feeds.Report;

public sealed class ReportDecoderTests
{
    private static readonly Instant At = Instant.FromUnixSeconds(1_777_874_400);

    [Fact]
    public void What_the_encoder_writes_the_decoder_reads()
    {
        var place = GeoPoint.FromDegrees(latitudeDeg: 48.123456789, longitudeDeg: -37.2);
        var report = Report("st-1") with
        {
            Means = ["seen", "radar"],
            CountMin = 14,
            CountMax = 17,
            BearingDeg = 0.25,
            Attachments = [new string('a', 64)],
        };
        var observations = new ObservationBuffer();
        Assert.Equal(FrameFault.None, Decode(new ReportDecoder(), Encode(report, place, 300), observations));
        var observation = Assert.Single(observations.Items.ToArray());
        Assert.Equal((ObservationKind.Report, At, true), (observation.Kind, observation.At, observation.HasSourceTime));
        Assert.Equal((true, place), (observation.HasPosition, observation.Position));
        Assert.Equal(Covariance2.Circular(300), observation.PositionError);
        var got = observation.Report!;
        Assert.Equal(report.Means, got.Means);
        Assert.Equal(report.Attachments, got.Attachments);
        Assert.Equal(report, got with { Means = report.Means, Attachments = report.Attachments });
    }

    [Fact]
    public void A_repeat_says_nothing_new_and_a_contradiction_is_a_fault()
    {
        var decoder = new ReportDecoder();
        var observations = new ObservationBuffer();
        var first = Encode(Report("a"), null, 0);
        Assert.Equal(FrameFault.None, Decode(decoder, first, observations));
        Assert.Equal(FrameFault.None, Decode(decoder, first, observations));
        Assert.Equal((1, 1L), (observations.Count, decoder.Repeats));
        var other = Encode(Report("a") with { Text = "Something else." }, null, 0);
        Assert.Equal(FrameFault.BadGroup, Decode(decoder, other, observations));
        Assert.Equal((1, 1L), (observations.Count, decoder.Repeats));
        Assert.False(observations.Items[0].HasPosition);
    }

    [Fact]
    public void The_oldest_id_is_forgotten_beyond_the_limit()
    {
        var decoder = new ReportDecoder();
        var observations = new ObservationBuffer();
        var frame = Encoding.UTF8.GetString(Encode(Report("000000"), null, 0));
        for (var i = 0; i < ReportDecoder.MaxIds; i++)
        {
            Decode(decoder, Numbered(frame, i), observations);
        }

        Decode(decoder, Numbered(frame, 0), observations);
        Assert.Equal((ReportDecoder.MaxIds, 1L), (observations.Count, decoder.Repeats));
        Decode(decoder, Numbered(frame, ReportDecoder.MaxIds), observations);
        Assert.Equal(ReportDecoder.MaxIds, decoder.Remembered);
        Decode(decoder, Numbered(frame, 0), observations);
        Assert.Equal((ReportDecoder.MaxIds + 2, 1L), (observations.Count, decoder.Repeats));
    }

    private static byte[] Numbered(string frame, int number) => Encoding.UTF8.GetBytes(
        frame.Replace("000000", FormattableString.Invariant($"{number:D6}"), StringComparison.Ordinal));

    private static WrittenReport Report(string id) => new(
        id, "Station North", ReporterKind.Station, null, "fire.artillery", "Heard \"it\" \u0413\u0440\u0438\u043c\n.",
        [], null, null, null, []);

    private static byte[] Encode(WrittenReport report, GeoPoint? place, double sigmaM)
    {
        var output = new ArrayBufferWriter<byte>();
        ReportEncoder.Write(output, At, place, sigmaM, report);
        return output.WrittenSpan.ToArray();
    }

    private static FrameFault Decode(ReportDecoder decoder, byte[] frame, ObservationBuffer output) =>
        decoder.Decode(new FrameView(default, default, frame), output, new LateFaults());
}
