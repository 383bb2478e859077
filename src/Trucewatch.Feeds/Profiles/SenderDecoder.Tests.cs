using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Csv;
using Trucewatch.Feeds.Transport;
using Xunit;

namespace Trucewatch.Feeds.Profiles;

public sealed class SenderDecoderTests
{
    private const string Header = "id,lat,lon\n";
    private const string Swapped = "id,lon,lat\n";

    private readonly List<string> frames = [];

    [Fact]
    public async Task A_header_of_one_connection_says_nothing_of_the_rows_of_another()
    {
        using var intake = Intake();
        var (one, two) = (intake.OpenStream(isOneOfMany: true), intake.OpenStream(isOneOfMany: true));
        await SendAsync(intake, one, Header + "a,10,20\n");
        await SendAsync(intake, two, Swapped + "b,10,20\n");
        await SendAsync(intake, one, "c,10,20\n");
        await SendAsync(intake, two, "d,10,20\ne,10,20\n");
        await intake.FlushAsync(CancellationToken.None);
        Assert.Equal(["10 20", "20 10", "10 20", "20 10", "20 10"], Places(frames, out var faults));
        Assert.Empty(faults);
        Assert.Equal(4, frames.Count(frame => frame.StartsWith("\nsender ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_profile_of_one_connection_says_nothing_of_another_and_the_feeds_own_is_where_all_begin()
    {
        using var intake = Intake();
        await intake.TakeMessageAsync(Profile("x", "y"), CancellationToken.None);
        var (one, two) = (intake.OpenStream(isOneOfMany: true), intake.OpenStream(isOneOfMany: true));
        await SendAsync(intake, one, "x,y\n10,20\n");
        await SendAsync(intake, two, Encoding.UTF8.GetString(Profile("y", "x")) + "\nx,y\n10,20\n");
        await SendAsync(intake, one, "30,40\n");
        await intake.FlushAsync(CancellationToken.None);
        Assert.Equal(["10 20", "20 10", "30 40"], Places(frames, out var faults));
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Nobody_can_send_a_mark_and_a_later_run_begins_with_one()
    {
        using (var intake = Intake())
        {
            var (one, two) = (intake.OpenStream(isOneOfMany: true), intake.OpenStream(isOneOfMany: true));
            await SendAsync(intake, one, Header);
            await SendAsync(intake, two, "\nsender 1\n\n\nsender 1\na,10,20\n");
            await intake.FlushAsync(CancellationToken.None);
        }

        Assert.Empty(Places(frames, out var faults));
        Assert.Equal(Enumerable.Repeat(FrameFault.MissingMember, 3), faults);
        using var later = Intake(frames.Count);
        await later.TakeMessageAsync(Encoding.UTF8.GetBytes(Header), CancellationToken.None);
        await later.TakeMessageAsync("b,10,20"u8.ToArray(), CancellationToken.None);
        await later.FlushAsync(CancellationToken.None);
        Assert.Equal(["10 20"], Places(frames, out _));
    }

    [Fact]
    public void A_report_s_id_is_taken_once_whoever_sends_it()
    {
        const string Reports = "{\"profile\":1,\"name\":\"r\",\"says\":\"report\",\"reporterKind\":\"patrol\","
            + "\"fields\":{\"time\":{\"from\":\"t\"},"
            + "\"id\":{\"from\":\"id\"},\"reporter\":{\"from\":\"by\"},\"class\":{\"from\":\"c\"}}}";
        string[] first = [Reports, "\nsender 2", "t,id,by,c", "2030-01-01T00:00:00Z,r1,p,fire.small-arms"];
        string[] second = ["\nsender 6", "t,id,by,c", "2030-01-01T00:00:00Z,r1,p,fire.artillery"];
        Places([.. first], out var faults);
        Assert.Empty(faults);
        Places([.. first, .. second], out faults);
        Assert.Single(faults);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void As_many_senders_as_the_limit_are_kept_and_of_one_more_the_one_heard_longest_ago_is_not(
        int over, int places)
    {
        var sent = new List<string> { "\nsender 1", Header.TrimEnd() };
        for (var sender = 2; sender <= SenderDecoder.MaxSenders + over; sender++)
        {
            sent.Add($"\nsender {sender}");
        }

        sent.AddRange(["\nsender 1", "a,10,20"]);
        Assert.Equal(places, Places(sent, out var faults).Count);
        Assert.Equal(over, faults.Count);
    }

    [Theory]
    [InlineData("\nsender 7", 7)]
    [InlineData("\nsender 0", 0)]
    [InlineData("\nsender -1", -1)]
    [InlineData("\nsender 7 ", -1)]
    [InlineData("\nsender ", -1)]
    [InlineData("sender 7", -1)]
    public void A_mark_is_read_as_it_is_written_and_nothing_else_is_one(string frame, long sender)
    {
        Assert.Equal(sender >= 0, SenderMark.TryRead(Encoding.ASCII.GetBytes(frame), out var read));
        if (sender >= 0)
        {
            Assert.Equal(sender, read);
            Assert.Equal(frame, Encoding.ASCII.GetString(SenderMark.Of(sender)));
        }
    }

    private static byte[] Profile(string latitude, string longitude) => ProfileFrame.Make(
        Encoding.UTF8.GetBytes(
            "{\"profile\":1,\"name\":\"p\",\"says\":\"position\",\"fields\":{\"lat\":{\"from\":\"" + latitude
            + "\"},\"lon\":{\"from\":\"" + longitude + "\"}}}"),
        out _)!;

    private static async Task SendAsync(FeedIntake intake, StreamCutter stream, string text)
    {
        stream.Write(Encoding.UTF8.GetBytes(text));
        await intake.TakeAsync(stream, final: false, CancellationToken.None);
    }

    private static List<string> Places(List<string> frames, out List<FrameFault> faults)
    {
        var (decoder, output, late) = (CsvFormat.Format.NewDecoder(), new ObservationBuffer(), new LateFaults());
        faults = [];
        foreach (var (sequence, frame) in frames.Index())
        {
            var view = new FrameView(new(new(0), sequence), Instant.FromUnixSeconds(0), Encoding.UTF8.GetBytes(frame));
            if (decoder.Decode(view, output, late) is not FrameFault.None and var fault)
            {
                faults.Add(fault);
            }
        }

        Assert.Empty(late.Items);
        return [.. output.Items.ToArray().Select(seen => seen.Position)
            .Select(place => FormattableString.Invariant($"{place.LatitudeDeg:0} {place.LongitudeDeg:0}"))];
    }

    private FeedIntake Intake(long firstSequence = 0) => new(
        new Feed(new FeedId(0), "csv-1", "csv", Label.Mission),
        CsvFormat.Format,
        ReceiveTimes.Live(),
        new BatchPool(),
        TimeProvider.System,
        (batch, _) =>
        {
            for (var index = 0; index < batch.Count; index++)
            {
                frames.Add(Encoding.UTF8.GetString(batch[index].Bytes));
            }

            return ValueTask.CompletedTask;
        },
        firstSequence);
}
