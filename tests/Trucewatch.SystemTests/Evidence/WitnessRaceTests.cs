using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Trucewatch.Evidence.Witnessing;
using Trucewatch.SystemTests.Programs;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>Logs that fork race to get both of their trees cosigned by three witnesses.</summary>
public sealed class WitnessRaceTests : IDisposable
{
    private const int MostLogs = 16;
    private const int Workers = 8;
    private const int Quorum = 2;
    private const int MostRaces = 20;

    private readonly ScratchFolder scratch = new();
    private readonly List<ForkedLog> logs = [.. Enumerable.Range(0, MostLogs).Select(
        i => new ForkedLog(string.Create(CultureInfo.InvariantCulture, $"fork.example/{i}")))];

    [Fact]
    public Task No_fork_is_cosigned_by_racing_witnesses() => RaceAsync(160, logsRaced: 4);

    [Fact(Explicit = true)]
    public Task No_fork_is_cosigned_in_ten_thousand_submissions_to_each() => RaceAsync(10_000, MostLogs);

    [Fact]
    public async Task A_witness_whose_check_and_write_are_not_one_step_is_caught()
    {
        // Which tree a submission is of is drawn, so that one race may see no fork: it is run again then.
        var found = new List<string>();
        for (var race = 0; found.Count == 0 && race < MostRaces; race++)
        {
            await using var racy = await RacyWitness.StartAsync();
            using var http = new HttpClient { BaseAddress = racy.Address };
            Assert.True(CosignatureVerifier.TryParse(racy.Vkey, out var key));
            found.AddRange(ForkCheck.Find(
                await SubmitAsync(http, race, new PolicyWitness("racy", key!, null), 600, logsRaced: 2), Quorum));
        }

        Assert.NotEmpty(found);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        logs.ForEach(log => log.Dispose());
        scratch.Dispose();
    }

    private async Task RaceAsync(int submissions, int logsRaced)
    {
        File.WriteAllText(
            scratch["policy"], string.Concat(logs.Select(log => $"log {log.Key.Vkey}\n")) + "quorum none\n");
        using var first = Start(1);
        using var second = Start(2);
        using var third = Start(3);
        RunningWitness[] witnesses = [first, second, third];
        var races = witnesses.Select(async (witness, number) =>
        {
            using var http = new HttpClient { BaseAddress = witness.Address };
            Assert.True(CosignatureVerifier.TryParse(witness.Vkey, out var key), witness.Refusal);
            return await SubmitAsync(http, number, new PolicyWitness("w", key!, null), submissions, logsRaced);
        });
        var given = (await Task.WhenAll(races)).SelectMany(race => race).ToList();
        Assert.Empty(ForkCheck.Find(given, Quorum));

        // The race is none if nobody got beyond the place where the trees part.
        Assert.Equal(
            logsRaced * witnesses.Length,
            given.Where(one => one.Head.Size > ForkedLog.SharedSize)
                .Select(one => (one.Witness, one.Log)).Distinct().Count());
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{submissions} submissions to each of 3 witnesses, {given.Count} cosigned"));
    }

    private RunningWitness Start(int number) => new(
        scratch["policy"],
        scratch[FormattableString.Invariant($"witness-{number}")],
        scratch[FormattableString.Invariant($"guard-{number}")]);

    private async Task<List<GivenCosignature>> SubmitAsync(
        HttpClient http, int number, PolicyWitness witness, int submissions, int logsRaced)
    {
        var given = new ConcurrentBag<GivenCosignature>();
        var left = submissions;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var random = new Random((number * Workers) + worker);
            var seen = new int[logsRaced];
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var log = random.Next(logsRaced);
                seen[log] = await SubmitOneAsync(http, number, witness, logs[log], seen[log], random, given);
            }
        })));
        return [.. given];
    }

    /// <summary>One submission: either tree, from the size that the witness named last to one a little above.</summary>
    /// <returns>The size that the witness has now, as far as this worker knows.</returns>
    private static async Task<int> SubmitOneAsync(
        HttpClient http, int number, PolicyWitness witness, ForkedLog log, int seen, Random random,
        ConcurrentBag<GivenCosignature> given)
    {
        var branch = random.Next(2);
        var size = Math.Min(seen + random.Next(0, 12), ForkedLog.FullSize);
        var request = new AddCheckpoint(seen, log.Proof(branch, seen, size), log.Note(branch, size));
        var askedAt = Stopwatch.GetTimestamp();
        using var answer = await http.PostAsync(
            new Uri("/add-checkpoint", UriKind.Relative), new ByteArrayContent(request.ToBytes()));
        var body = await answer.Content.ReadAsByteArrayAsync();
        var answeredAt = Stopwatch.GetTimestamp();
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                Checkpoint.TryOpen(Encoding.UTF8.GetBytes(log.Note(branch, size)), log.Key, out var checkpoint);
                Assert.NotNull(Cosignatures.TryTake(checkpoint!, witness, body));
                given.Add(new GivenCosignature(number, log, log.Head(branch, size), askedAt, answeredAt));
                return size;
            case HttpStatusCode.Conflict:
                return int.Parse(Encoding.UTF8.GetString(body).TrimEnd('\n'), CultureInfo.InvariantCulture);
            case HttpStatusCode.UnprocessableEntity:
                return seen;
            default:
                throw new InvalidOperationException($"{answer.StatusCode}: {Encoding.UTF8.GetString(body)}");
        }
    }
}
