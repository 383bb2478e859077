using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Evidence;

/// <summary>The raw bytes that a conclusion rests on.</summary>
internal static class FramesApi
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/frames/{feed}/{sequence:long}", (WatchFloor floor, HttpContext http, string feed, long sequence) =>
            Frame(floor, RequireSession.SessionOf(http), feed, sequence))
        .Needs(Operation.ReadFrames)
        .WithName("getFrame").WithSummary("One raw frame and the sealed segment that holds it")
        .Produces<FrameDetail>().ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Frame(WatchFloor floor, Session session, string feed, long sequence)
    {
        var audience = session.Audience;
        var known = floor.Feeds.Find(feed);
        if (known is null
            || !ReleaseGate.MaySeeLive(known.Label, audience)
            || sequence < 0
            || sequence >= floor.Heard.Of(feed).Frames)
        {
            return Unknown(feed, sequence);
        }

        var frame = floor.Record.Find(feed, sequence);
        var label = floor.Host.LabelOf(known, frame is { } some ? some.Frame.Bytes.Span : []);
        if (!ReleaseGate.MaySeeLive(label, audience))
        {
            return Unknown(feed, sequence);
        }

        if (frame is not { } found)
        {
            return TypedResults.Ok(new FrameDetail(feed, sequence, null, null, null, null));
        }

        floor.Views.Note(session, "segment:" + found.Segment.Digest);
        if (floor.Clock.Now - new Instant(found.Frame.ReceivedAtUs) < TimeSpan.FromHours(1))
        {
            floor.Queries.Note(session, LiveQuery.Frame, FormattableString.Invariant($"frame:{feed}#{sequence}"));
        }

        return TypedResults.Ok(new FrameDetail(
            feed,
            sequence,
            new Instant(found.Frame.ReceivedAtUs),
            Convert.ToBase64String(found.Frame.Bytes.Span),
            AsText(found.Frame.Bytes.Span),
            new SegmentView(found.Segment.Digest, found.Segment.LogIndex)));
    }

    private static IResult Unknown(string feed, long sequence) => TypedResults.Problem(
        FormattableString.Invariant($"no frame {sequence} of feed {feed} that this reader may see"),
        statusCode: StatusCodes.Status404NotFound,
        title: "Unknown frame");

    private static string? AsText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
