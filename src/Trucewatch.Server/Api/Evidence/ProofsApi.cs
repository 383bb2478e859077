using System.Text;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Custody;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Evidence;

/// <summary>All that a reader needs to check by itself that a fact or a segment stands in the log.</summary>
internal static class ProofsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/facts/{number:long}/proof", (WatchFloor floor, HttpContext http, long number) =>
            Prove(floor, RequireSession.SessionOf(http), number))
        .Needs(Operation.ReadProof)
        .WithName("proveFact").WithSummary("Payload, key, inclusion proof and checkpoint of a fact")
        .Produces<ProofView>()
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);
        api.MapGet("/segments/{digest}/proof", (WatchFloor floor, HttpContext http, string digest) =>
            ProveSegment(floor, RequireSession.SessionOf(http), digest))
        .Needs(Operation.ReadFrames)
        .WithName("proveSegment").WithSummary("Payload, key, inclusion proof and checkpoint of a sealed segment")
        .Produces<ProofView>()
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);
        api.MapGet("/segments/{digest}", (WatchFloor floor, HttpContext http, string digest) =>
            Segment(floor, RequireSession.SessionOf(http), digest))
        .Needs(Operation.ReadFrames).WithName("getSegment").WithSummary("The exact bytes of a sealed segment")
        .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream")
        .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult Prove(WatchFloor floor, Session session, long number)
    {
        var audience = session.Audience;
        var stored = floor.Store.FindFact(number);
        var fact = stored is null ? null : floor.Labelled(FactJson.Read(stored.Payload));

        // The payload is the whole fact: only a reader who sees all of it unchanged may have it with its key.
        if (fact is null || !ReferenceEquals(ReleaseGate.View(fact, audience, floor.Clock.Now), fact))
        {
            return TypedResults.Problem(
                FormattableString.Invariant($"no fact {number} that this reader may see whole"),
                statusCode: StatusCodes.Status404NotFound,
                title: "Unknown fact");
        }

        var item = FormattableString.Invariant($"fact:{number}");
        return Proof(floor, session, item, number, (stored!.Payload, stored.Key, stored.LogIndex));
    }

    private static IResult ProveSegment(WatchFloor floor, Session session, string digest) =>
        Seen(floor, session, digest) is { } segment
            ? Proof(
                floor, session, "segment:" + digest, segment.FirstPosition,
                (segment.Payload, segment.Key, segment.LogIndex))
            : UnknownSegment(digest);

    private static IResult Segment(WatchFloor floor, Session session, string digest)
    {
        var bytes = Seen(floor, session, digest) is null ? null : floor.Record.ReadSegment(digest);
        if (bytes is null)
        {
            return UnknownSegment(digest);
        }

        floor.Views.Note(session, "segment:" + digest);
        return TypedResults.Bytes(bytes, "application/octet-stream");
    }

    private static StoredSegment? Seen(WatchFloor floor, Session session, string digest) =>
        floor.Store.FindSegment(digest) is { } segment
        && ReleaseGate.MaySeeLive(SegmentLabel.Of(segment), session.Audience)
            ? segment
            : null;

    private static IResult UnknownSegment(string digest) => TypedResults.Problem(
        $"no segment {digest} that this reader may see",
        statusCode: StatusCodes.Status404NotFound,
        title: "Unknown segment");

    private static IResult Proof(
        WatchFloor floor, Session session, string item, long number, (byte[] Payload, byte[] Key, long? Index) stored)
    {
        if (stored.Index is not { } index)
        {
            return TypedResults.Problem(
                $"{item} waits for the next checkpoint; try again in a second",
                statusCode: StatusCodes.Status409Conflict,
                title: "Not sealed yet");
        }

        floor.Views.Note(session, item);
        var (entry, proof, checkpoint) = floor.Publisher.Prove(index);
        var verdict = floor.Policy?.Judge(Encoding.UTF8.GetBytes(checkpoint.SignedNote));
        return TypedResults.Ok(new ProofView(
            number,
            index,
            checkpoint.Size,
            Convert.ToBase64String(FieldList.TextOf(stored.Payload)),
            Convert.ToBase64String(stored.Key),
            Convert.ToBase64String(entry),
            [.. proof.Hashes.Select(hash => hash.ToBase64())],
            proof.SignedCheckpoint,
            floor.Vkey,
            proof.ToText(),
            WitnessedViews.Of(verdict, floor.Policy)));
    }
}
