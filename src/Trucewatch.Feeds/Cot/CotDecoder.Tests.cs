using System.Buffers;
using System.Text;
using CsCheck;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Cot;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Feeds.Cot;

public sealed class CotDecoderTests
{
    private static readonly Instant At = Instant.FromUnixSeconds(1_777_874_400);
    private static readonly GeoPoint Place = GeoPoint.FromDegrees(latitudeDeg: 48.1, longitudeDeg: 37.2);

    [Fact]
    public void An_event_about_a_thing_is_a_position()
    {
        var observation = Assert.Single(Decode(new CotEvent(
            "W-1", "a-n-G-E-V", "m-g", At, At, At, Place, 100, 7.5, 9, 271.5, 14.25, "Bus 7")));
        Assert.Equal(ObservationKind.Position, observation.Kind);
        Assert.Equal(ObjectIdentity.CotUid("W-1"), observation.Identity);
        Assert.Equal(ObjectClass.Vehicle, observation.Class);
        Assert.Equal(At, observation.At);
        Assert.Equal(new Instant(5), observation.ReceivedAt);
        Assert.True(observation.HasSourceTime && observation.HasPosition);
        Assert.Equal(Place, observation.Position);
        Assert.Equal(Covariance2.Circular(7.5), observation.PositionError);
        Assert.Equal((271.5, 14.25), (observation.CourseDeg, observation.SpeedMps));
        Assert.Equal((100, 9), (observation.HeightM, observation.HeightSigmaM));
        Assert.Equal(HeightReference.Ellipsoid, observation.HeightReference);
        Assert.Equal(new ObjectDescription("", "Bus 7", "a-n-G-E-V", 0, 0), observation.Description);
    }

    [Theory]
    [InlineData("m-g", double.NaN, CotObserver.UnstatedMachineSigmaM)]
    [InlineData("m-g", 0, CotObserver.UnstatedMachineSigmaM)]
    [InlineData("h-e", double.NaN, CotObserver.UnstatedHumanSigmaM)]
    [InlineData("h-e", 30, 30)]
    public void An_error_that_is_not_stated_is_taken_as_large(string how, double circularErrorM, double sigmaM)
    {
        var observation = Assert.Single(Decode(new CotEvent(
            "W-1", "a-n-G", how, At, At, At, Place, CircularErrorM: circularErrorM)));
        Assert.Equal(Covariance2.Circular(sigmaM), observation.PositionError);
        Assert.True(double.IsNaN(observation.SpeedMps) && double.IsNaN(observation.CourseDeg));
    }

    [Theory]
    [InlineData("t-x-d-d")]
    [InlineData("b-t-f-d")]
    [InlineData("b-t-f-r")]
    [InlineData("b-m-p-s-m")]
    [InlineData("u-d-f")]
    [InlineData("b-m-r")]
    [InlineData("a-f")]
    [InlineData("a")]
    public void Other_events_say_nothing(string type) =>
        Assert.Empty(Decode(new CotEvent("W-1", type, "m-g", At, At, At, Place)));

    [Theory]
    [InlineData("b-a-o-tbl", "911 Alert", false, "alert.emergency", "911 Alert: two shots")]
    [InlineData("b-a-o-pan", null, false, "alert.call", "two shots")]
    [InlineData("b-a-o-opn", "In Contact", false, "alert.contact", "In Contact: two shots")]
    [InlineData("b-a-g", "Geo-fence Breached", false, "alert.fence", "Geo-fence Breached: two shots")]
    [InlineData("b-a-o", "", false, "alert", "two shots")]
    [InlineData("b-a-o-can", null, false, "alert.cancelled", "two shots")]
    [InlineData("b-a-o-tbl", null, true, "alert.cancelled", "two shots")]
    public void An_alert_is_a_report_from_where_it_is_raised(
        string type, string? emergency, bool cancels, string expectedClass, string text)
    {
        var observation = Assert.Single(Decode(new CotEvent(
            "A", type, "m-g", At, At, At, Place, CircularErrorM: 9, CallSign: "Post 7-Alert", Remarks: "two shots",
            More: new CotMore { Emergency = new CotEmergency(emergency, cancels, "Post 7") })));
        Assert.Equal(ObservationKind.Report, observation.Kind);
        Assert.Equal(ObjectIdentity.None, observation.Identity);
        Assert.Equal((At, new Instant(5)), (observation.At, observation.ReceivedAt));
        Assert.True(observation.HasPosition);
        Assert.Equal((Place, Covariance2.Circular(9)), (observation.Position, observation.PositionError));
        var report = observation.Report!;
        Assert.Equal(("A@2026-05-04T06:00:00.000Z", "Post 7"), (report.ReportId, report.Reporter));
        Assert.Equal((expectedClass, text), (report.Class, report.Text));
        Assert.Equal((ReporterKind.Public, null, null), (report.ReporterKind, report.Party, report.Subject));
    }

    [Theory]
    [InlineData("Post 7", "CP", "Post 7")]
    [InlineData(null, "CP", "CP")]
    [InlineData(null, null, "C")]
    public void A_chat_message_is_a_report_without_a_place(string? sender, string? callSign, string reporter)
    {
        var observation = Assert.Single(Decode(new CotEvent(
            "C", "b-t-f", "h-g-i-g-o", At, At, At, Place, CircularErrorM: 9, CallSign: callSign,
            Remarks: "all quiet & dark", More: new CotMore { ChatRoom = "All", ChatSender = sender })));
        Assert.Equal((ObservationKind.Report, false), (observation.Kind, observation.HasPosition));
        var report = observation.Report!;
        Assert.Equal(("chat", "all quiet & dark", reporter), (report.Class, report.Text, report.Reporter));
    }

    [Fact]
    public void The_words_of_an_alert_are_cut_where_a_report_ends_and_not_inside_a_letter()
    {
        var words = new string('\u00E9', CotDetail.MaxReportBytes / 2);
        var observation = Assert.Single(Decode(new CotEvent(
            "A", "b-a-g", "m-g", At, At, At, Place, Remarks: words,
            More: new CotMore { Emergency = new CotEmergency("x", IsCancelled: false, "") })));
        Assert.Equal("x: " + words[..^2], observation.Report!.Text);
        Assert.InRange(Encoding.UTF8.GetByteCount(observation.Report.Text), 4094, CotDetail.MaxReportBytes);
        Assert.Equal("A", observation.Report.Reporter);
    }

    [Fact]
    public void The_null_island_is_no_position()
    {
        var nowhere = GeoPoint.FromDegrees(latitudeDeg: 0, longitudeDeg: 0);
        Assert.Empty(Decode(new CotEvent("W-1", "a-n-G", "m-g", At, At, At, nowhere)));
        Assert.Single(Decode(new CotEvent("W-1", "a-n-S", "m-g", At, At, At, nowhere, CircularErrorM: 5)));
    }

    [Theory]
    [InlineData("a-n-G", ObjectClass.Vehicle)]
    [InlineData("a-n-G-U-C", ObjectClass.Vehicle)]
    [InlineData("a-n-G-U-C-I", ObjectClass.Person)]
    [InlineData("a-n-G-U-C-I-d", ObjectClass.Person)]
    [InlineData("a-n-G-U-C-Ix", ObjectClass.Vehicle)]
    [InlineData("a-n-G-I-U-E", ObjectClass.Installation)]
    [InlineData("a-n-S-X-M", ObjectClass.Vessel)]
    [InlineData("a-n-U", ObjectClass.Vessel)]
    [InlineData("a-n-A", ObjectClass.Aircraft)]
    [InlineData("a-n-A-M-H", ObjectClass.Aircraft)]
    [InlineData("a-n-A-M-F-Q", ObjectClass.Drone)]
    [InlineData("a-n-A-M-F-Q-r", ObjectClass.Drone)]
    [InlineData("a-n-A-M-H-Q", ObjectClass.Drone)]
    [InlineData("a-n-A-C-F-q", ObjectClass.Drone)]
    [InlineData("a-n-P", ObjectClass.Unknown)]
    [InlineData("a-n-Ax", ObjectClass.Unknown)]
    [InlineData("b-n-A", ObjectClass.Unknown)]
    public void The_class_comes_from_the_type_and_never_from_the_affiliation(string type, ObjectClass expected)
    {
        foreach (var affiliation in "fhnuapjkso.")
        {
            var spelled = type[..2] + affiliation + type[3..];
            Assert.Equal((spelled, expected), (spelled, CotClass.Of(Encoding.ASCII.GetBytes(spelled))));
        }
    }

    [Fact]
    public void Swapping_friend_and_foe_changes_nothing_but_the_type_code()
    {
        var friend = Assert.Single(Decode(new CotEvent("1", "a-f-G", "m-g", At, At, At, Place)));
        var foe = Assert.Single(Decode(new CotEvent("1", "a-h-G", "m-g", At, At, At, Place)));
        foe.Description = friend.Description;
        Assert.Equal(friend, foe);
    }

    [Fact]
    public void Known_objects_cost_no_allocation()
    {
        var output = new ArrayBufferWriter<byte>();
        CotEncoder.Write(output, new CotEvent("Ü-1", "a-n-G", "m-g", At, At, At, Place, CallSign: "Bus & 7"));
        var decoder = new CotDecoder();
        var buffer = new ObservationBuffer();
        var late = new LateFaults();
        for (var i = 0; i < 100; i++)
        {
            buffer.Clear();
            decoder.Decode(new FrameView(default, default, output.WrittenSpan), buffer, late);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            buffer.Clear();
            decoder.Decode(new FrameView(default, default, output.WrittenSpan), buffer, late);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tests.House.AllocationNoise.Bytes);
    }

    [Fact]
    public void The_table_of_names_is_bounded()
    {
        var names = new CotNames();
        for (var i = 0; i <= CotNames.MaxObjects; i++)
        {
            var uid = FormattableString.Invariant($"u{i}");
            var message = new CotMessage
            {
                Uid = new CotText(Encoding.ASCII.GetBytes(uid), CotTextForm.Attribute), Type = "a-n-G"u8,
            };
            Assert.Equal(uid, names.Find(message, out _));
            Assert.Equal(i < CotNames.MaxObjects ? i + 1 : 1, names.Count);
        }
    }

    [Fact]
    public void What_the_encoder_writes_the_decoder_reads()
    {
        var text = Gen.String[Gen.Char["aZ9 &<>\"'\t\n\r\u00E9\u4E2D-"], 1, 20];
        var lats = Gen.Double[-90, 90];
        var lons = Gen.Double[-180, 179.99];
        Gen.Select(text, text, lats, lons, Gen.Double[0.1, 5000], Gen.Double[0, 359.99])
            .Sample((uid, callSign, lat, lon, ce, course) =>
            {
                var place = GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon);
                var observation = Assert.Single(Decode(new CotEvent(
                    uid, "a-n-G", "m-g", At, At, At, place, 0, ce, 1, course, course, callSign)));
                Assert.Equal(uid, observation.Identity.Text);
                Assert.Equal(callSign, observation.Description!.CallSign);
                Assert.Equal(lat, observation.Position.LatitudeDeg, 5.1e-8);
                Assert.Equal(lon, observation.Position.LongitudeDeg, 5.1e-8);
                Assert.Equal(ce * ce, observation.PositionError.EastM2, (ce + 0.05) * 0.11);
                Assert.Equal(course, observation.CourseDeg, 0.00501);
            });
    }

    [Fact]
    public void The_encoder_refuses_what_XML_cannot_carry() =>
        Assert.Throws<ArgumentException>(() => Decode(new CotEvent("\u0001", "a-n-G", "m-g", At, At, At, Place)));

    private static Observation[] Decode(CotEvent happening)
    {
        var output = new ArrayBufferWriter<byte>();
        CotEncoder.Write(output, happening);
        var buffer = new ObservationBuffer();
        var frame = new FrameView(new FrameRef(new FeedId(0), 3), new Instant(5), output.WrittenSpan);
        var fault = new CotDecoder().Decode(frame, buffer, new LateFaults());
        Assert.Equal(FrameFault.None, fault);
        return buffer.Items.ToArray();
    }
}
