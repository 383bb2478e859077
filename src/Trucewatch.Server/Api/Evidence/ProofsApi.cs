using Trucewatch.Domain.Facts;
using Trucewatch.Evidence;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Evidence;

/// <summary>All that a reader needs to check by itself that a fact stands in the log.</summary>
internal static class ProofsApi
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/facts/{number:long}/proof", (WatchFloor floor, HttpContext http, long number) =>
            Prove(floor, RequireSession.AudienceOf(http), number))
        .WithName("proveFact").WithSummary("Payload, key, inclusion proof and checkpoint of a fact")
        .Produces<ProofView>()
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static IResult Prove(WatchFloor floor, Audience audience, long number)
    {
        var stored = floor.Store.FindFact(number);
        var fact = stored is null ? null : FactJson.Read(stored.Payload);

        // The payload is the whole fact: only a reader who sees all of it unchanged may have it with its key.
        if (fact is null || !ReferenceEquals(ReleaseGate.View(fact, audience, floor.Clock.Now), fact))
        {
            return TypedResults.Problem(
                FormattableString.Invariant($"no fact {number} that this reader may see whole"),
                statusCode: StatusCodes.Status404NotFound,
                title: "Unknown fact");
        }

        if (stored!.LogIndex is not { } index)
        {
            return TypedResults.Problem(
                FormattableString.Invariant($"fact {number} waits for the next checkpoint; try again in a second"),
                statusCode: StatusCodes.Status409Conflict,
                title: "Not sealed yet");
        }

        var (entry, proof) = floor.Publisher.Prove(index);
        return TypedResults.Ok(new ProofView(
            number,
            index,
            floor.Publisher.Checkpoint.Size,
            Convert.ToBase64String(FieldList.TextOf(stored.Payload)),
            Convert.ToBase64String(stored.Key),
            Convert.ToBase64String(entry),
            [.. proof.Hashes.Select(hash => hash.ToBase64())],
            proof.SignedCheckpoint,
            floor.Vkey,
            proof.ToText()));
    }
}
