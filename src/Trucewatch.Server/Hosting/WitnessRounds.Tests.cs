using System.Globalization;
using System.Net;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Trucewatch.Evidence.Witnessing;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class WitnessRoundsTests : IDisposable
{
    private readonly ServerRig rig = new();
    private readonly NoteSigner signer;
    private readonly Publisher publisher;
    private readonly Dictionary<string, PlayedWitness> played = new(StringComparer.Ordinal);
    private readonly WitnessPolicy policy;
    private int segments;

    public WitnessRoundsTests()
    {
        signer = rig.Data.OpenSigner();
        publisher = new Publisher(rig.Data, rig.Store, signer);
        foreach (var name in (string[])["a", "b", "c"])
        {
            played.Add(name, new PlayedWitness(name, signer.Verifier));
        }

        policy = Policy();
    }

    [Fact]
    public async Task A_checkpoint_is_kept_with_the_cosignatures_and_a_proof_comes_under_it()
    {
        using var rounds = Rounds();
        Grow(3);
        Assert.True(await rounds.RoundAsync(publisher.Checkpoint, CancellationToken.None));
        Assert.True(publisher.Witnessed!.Holds);
        Assert.Equal(["a", "b", "c"], publisher.Witnessed.Witnessed.Select(by => by.Witness.Name));

        // An entry beyond what was witnessed is proved under the newest checkpoint, and one before under the witnessed.
        Grow(2);
        Assert.Equal(3, publisher.Prove(2).Checkpoint.Size);
        Assert.Equal(5, publisher.Prove(3).Checkpoint.Size);
        foreach (var index in (long[])[0, 2, 3])
        {
            var (entry, proof, _) = publisher.Prove(index);
            Assert.Equal(ProofFault.None, proof.Verify(entry, signer.Verifier));
            Assert.Equal(index < 3, policy.Judge(Encoding.UTF8.GetBytes(proof.SignedCheckpoint)).Holds);
        }

        Assert.True(await rounds.RoundAsync(publisher.Checkpoint, CancellationToken.None));
        Assert.Equal(5, publisher.Witnessed.Checkpoint!.Size);
        Assert.Empty(rounds.Problems);
    }

    [Fact]
    public async Task What_was_witnessed_outlives_a_start_and_a_witness_that_is_new_to_us_says_what_it_knows()
    {
        Grow(3);
        using (var rounds = Rounds())
        {
            await rounds.RoundAsync(publisher.Checkpoint, CancellationToken.None);
        }

        publisher.Dispose();
        using var again = new Publisher(rig.Data, rig.Store, signer);
        again.JudgeWitnessed(policy);
        Assert.True(again.Witnessed!.Holds);
        Segment();
        again.PublishAll();
        using var later = new WitnessRounds(policy, again, new FiredTime(), new Network(played));
        Assert.True(await later.RoundAsync(again.Checkpoint, CancellationToken.None));
        Assert.Equal(4, again.Witnessed.Checkpoint!.Size);
    }

    [Fact]
    public async Task A_quorum_is_not_replaced_by_less_and_less_is_shown_before_there_is_one()
    {
        using var rounds = Rounds();
        Grow(1);
        (played["b"].Fails, played["c"].Fails) = (true, true);
        Assert.False(await rounds.RoundAsync(publisher.Checkpoint, CancellationToken.None));
        Assert.Equal(["a"], publisher.Witnessed!.Witnessed.Select(by => by.Witness.Name));
        Assert.False(publisher.Witnessed.HasQuorum);
        Assert.Equal(2, rounds.Problems.Count());

        played["b"].Fails = false;
        await rounds.RoundAsync(publisher.Checkpoint, CancellationToken.None);
        Assert.True(publisher.Witnessed.HasQuorum);
        played["b"].Fails = true;
        Grow(1);
        await rounds.RoundAsync(publisher.Checkpoint, CancellationToken.None);
        Assert.Equal(1, publisher.Witnessed.Checkpoint!.Size);
    }

    [Fact]
    public async Task A_witness_that_hangs_holds_up_neither_the_log_nor_the_others()
    {
        var time = new FiredTime();
        using var rounds = new WitnessRounds(policy, publisher, time, new Network(played));
        var hang = played["c"].Hangs = new TaskCompletionSource();
        Grow(1);
        var round = rounds.RoundAsync(publisher.Checkpoint, CancellationToken.None);
        Grow(1);
        Assert.Equal(2, publisher.Checkpoint.Size);
        Assert.False(round.IsCompleted);
        time.Fire(WitnessRounds.Grace);
        Assert.False(await round);
        Assert.Equal((1, 2), (publisher.Witnessed!.Checkpoint!.Size, publisher.Witnessed.Witnessed.Count));

        // Its request still runs, so the next round is without it; the one after its end has it again.
        Assert.False(await rounds.RoundAsync(publisher.Checkpoint, CancellationToken.None));
        Assert.Equal((2, 2), (publisher.Witnessed.Checkpoint!.Size, publisher.Witnessed.Witnessed.Count));
        hang.SetResult();
        Assert.True(await rounds.RoundAsync(publisher.Checkpoint, CancellationToken.None));
        Assert.Equal(3, publisher.Witnessed.Witnessed.Count);
    }

    [Fact]
    public async Task A_round_without_a_quorum_ends_when_patience_does()
    {
        var time = new FiredTime();
        using var rounds = new WitnessRounds(policy, publisher, time, new Network(played));
        (played["b"].Hangs, played["c"].Hangs) = (new TaskCompletionSource(), new TaskCompletionSource());
        Grow(1);
        var round = rounds.RoundAsync(publisher.Checkpoint, CancellationToken.None);
        time.Fire(WitnessRounds.Patience);
        Assert.False(await round);
        Assert.Equal("a", Assert.Single(publisher.Witnessed!.Witnessed).Witness.Name);
        Assert.All(rounds.Problems, problem => Assert.Contains("within 5 s", problem, StringComparison.Ordinal));
        Assert.Equal(2, rounds.Problems.Count());
    }

    [Fact]
    public async Task A_witness_that_saw_more_than_this_log_has_is_reported()
    {
        using var rounds = Rounds();
        Grow(1);
        played["a"].Lies = 7;
        await rounds.RoundAsync(publisher.Checkpoint, CancellationToken.None);
        Assert.Contains("restored from an older copy", Assert.Single(rounds.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_hold_or_is_too_long_or_sends_elsewhere_is_no_cosignature()
    {
        using var rounds = Rounds();
        Grow(1);
        played["a"].Body = played["b"].Key.Sign(publisher.Checkpoint.Head.ToText(signer.Name), 1).ToLine();
        played["b"].Body = new string('x', Cosignatures.MaxAnswerBytes + 1);
        played["c"].Status = HttpStatusCode.Redirect;
        await rounds.RoundAsync(publisher.Checkpoint, CancellationToken.None);
        Assert.Null(publisher.Witnessed);
        Assert.Equal(3, rounds.Problems.Count());
    }

    public void Dispose()
    {
        publisher.Dispose();
        signer.Dispose();
        foreach (var witness in played.Values)
        {
            witness.Dispose();
        }

        rig.Dispose();
    }

    private WitnessRounds Rounds() => new(policy, publisher, new FiredTime(), new Network(played));

    private WitnessPolicy Policy()
    {
        var text = new StringBuilder($"log {signer.Verifier.Vkey}\n");
        foreach (var (name, witness) in played)
        {
            text.Append(CultureInfo.InvariantCulture, $"witness {name} {witness.Key.Verifier.Vkey} http://{name}/\n");
        }

        text.Append("group two 2 a b c\nquorum two\n");
        Assert.Equal(
            PolicyFault.None, WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(text.ToString()), out var read, out _));
        return read!;
    }

    private void Grow(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Segment();
        }

        publisher.PublishAll();
    }

    private void Segment()
    {
        var number = segments++;
        rig.Store.AddSegment(
            new StoredSegment(
                Digest.Of(BitConverter.GetBytes(number)).ToHex(), number, number,
                Encoding.ASCII.GetBytes($"{{\"segment\":{number}}}"), rig.NewKey(), null),
            []);
    }

    /// <summary>A clock whose waits end when the test says so.</summary>
    private sealed class FiredTime : SetTime
    {
        private readonly Lock gate = new();
        private readonly List<(TimeSpan Due, TimerCallback Callback, object? State)> timers = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            lock (gate)
            {
                timers.Add((dueTime, callback, state));
            }

            return new Unfired();
        }

        public void Fire(TimeSpan due)
        {
            List<(TimeSpan Due, TimerCallback Callback, object? State)> fired;
            lock (gate)
            {
                fired = timers.FindAll(timer => timer.Due == due);
                timers.RemoveAll(timer => timer.Due == due);
            }

            fired.ForEach(timer => timer.Callback(timer.State));
        }

        private sealed class Unfired : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                // A wait that was given up is not fired by anybody.
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    /// <summary>A witness that can be made to fail.</summary>
    private sealed class PlayedWitness : IDisposable
    {
        private readonly Witness witness;

        public PlayedWitness(string name, NoteVerifier log)
        {
            Key = Cosigner.Generate($"{name}.example/w");
            witness = Witness.Open(new MemoryFiles(), Key, [new PolicyLog(log, null)]);
        }

        public Cosigner Key { get; }

        public bool Fails { get; set; }

        public TaskCompletionSource? Hangs { get; set; }

        public long Lies { get; set; }

        public string? Body { get; set; }

        public HttpStatusCode? Status { get; set; }

        public async Task<HttpResponseMessage> AnswerAsync(byte[] body, CancellationToken cancelled)
        {
            await (Hangs?.Task ?? Task.CompletedTask).WaitAsync(cancelled);
            var answer = witness.Add(body, 1_767_225_600);
            answer = Lies > 0
                ? new WitnessAnswer(WitnessStatus.Conflict, string.Create(CultureInfo.InvariantCulture, $"{Lies}\n"))
                : answer;
            var status = Fails ? HttpStatusCode.BadGateway : (HttpStatusCode)answer.Status;
            return new HttpResponseMessage(Status ?? status)
            {
                Content = new StringContent(Body ?? answer.Body),
            };
        }

        public void Dispose()
        {
            witness.Dispose();
            Key.Dispose();
        }
    }

    private sealed class Network(Dictionary<string, PlayedWitness> played) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("/add-checkpoint", request.RequestUri!.AbsolutePath);
            return await played[request.RequestUri.Host].AnswerAsync(
                await request.Content!.ReadAsByteArrayAsync(cancellationToken), cancellationToken);
        }
    }
}
