using System.Globalization;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Trucewatch.Evidence.Witnessing;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// Asks the witnesses of the policy to cosign the newest checkpoint, in rounds beside everything else: no recording, no
/// seal and no reader waits for a witness. A round asks all of them for the same checkpoint, because cosignatures of
/// different ones make no quorum. It ends when the quorum is reached and the others had a moment more, or when none is
/// left to answer; a witness that hangs is left out of the rounds until its request has ended.
/// </summary>
internal sealed class WitnessRounds : IDisposable
{
    /// <summary>A witness that has not answered by then has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long a round goes on after its quorum is reached.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>The least time from one round to the next.</summary>
    public static readonly TimeSpan RoundEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>When witnesses that did not cosign the newest checkpoint are asked again.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>A witness that knows of another size is told its proof this often in one round.</summary>
    public const int MostAttempts = 3;

    private readonly WitnessPolicy policy;
    private readonly Publisher publisher;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private readonly List<WitnessLine> lines;
    private volatile string? keeping;
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public WitnessRounds(
        WitnessPolicy policy, Publisher publisher, TimeProvider time, HttpMessageHandler? handler = null)
    {
        (this.policy, this.publisher, this.time) = (policy, publisher, time);
        http = new HttpClient(handler ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = Patience,
        })
        {
            MaxResponseContentBufferSize = Cosignatures.MaxAnswerBytes, Timeout = Timeout.InfiniteTimeSpan,
        };
        lines = [.. policy.Witnesses.Where(witness => witness.Url is not null)
            .Select(witness => new WitnessLine(
                witness, new Uri(witness.Url!.ToString().TrimEnd('/') + "/add-checkpoint")))];
    }

    /// <summary>What is wrong with witnesses, one line each, for the operators.</summary>
    public IEnumerable<string> Problems => lines.Select(line => line.Problem).Append(keeping).OfType<string>();

    /// <summary>Called after each checkpoint that was kept with its cosignatures.</summary>
    public Action? Kept { get; set; }

    /// <summary>Says that there is a new checkpoint; never waits.</summary>
    public void Wake() => news.Writer.TryWrite(true);

    /// <summary>Runs rounds until it is stopped. Nothing that a witness does ends it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var complete = await RoundAsync(publisher.Checkpoint, stop);
            await Task.Delay(RoundEvery, time, stop);
            using var waited = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var again = Task.Delay(complete ? Timeout.InfiniteTimeSpan : AskAgainAfter, time, waited.Token);
            await Task.WhenAny(news.Reader.WaitToReadAsync(waited.Token).AsTask(), again);
            await waited.CancelAsync();
            news.Reader.TryRead(out _);
        }
    }

    /// <summary>One round over one checkpoint; true where every witness cosigned it.</summary>
    internal async Task<bool> RoundAsync(Checkpoint checkpoint, CancellationToken stop)
    {
        var asked = lines.Where(line => line.Running.IsCompleted).ToList();
        foreach (var line in asked)
        {
            line.Cosigned = null;
            line.Running = AskAsync(line, checkpoint, stop);
        }

        using var grace = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var left = asked.Select(line => line.Running).ToList();
        var over = Task.Delay(Timeout.InfiniteTimeSpan, time, grace.Token);
        var hasQuorum = false;
        while (left.Count > 0)
        {
            var done = await Task.WhenAny([.. left, over]);
            if (done == over)
            {
                break;
            }

            left.Remove(done);
            if (!hasQuorum && policy.IsQuorum(Names(checkpoint)))
            {
                hasQuorum = true;
                over = Task.Delay(Grace, time, grace.Token);
            }
        }

        await grace.CancelAsync();
        var names = Names(checkpoint);
        if (names.Count > 0)
        {
            Keep(checkpoint);
        }

        return names.Count == lines.Count;
    }

    public void Dispose() => http.Dispose();

    private List<string> Names(Checkpoint checkpoint) =>
        [.. lines.Where(line => line.LineOf(checkpoint) is not null).Select(line => line.Witness.Name)];

    private void Keep(Checkpoint checkpoint)
    {
        var note = checkpoint.SignedNote + string.Concat(lines.Select(line => line.LineOf(checkpoint)));
        try
        {
            publisher.KeepWitnessed(Encoding.UTF8.GetBytes(note), policy);
            keeping = null;
            Kept?.Invoke();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            keeping = $"the cosigned checkpoint could not be stored: {problem.Message}";
        }
    }

    private async Task AskAsync(WitnessLine line, Checkpoint checkpoint, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            for (var attempt = 0; attempt < MostAttempts; attempt++)
            {
                if (await TryAskAsync(line, checkpoint, both.Token))
                {
                    return;
                }
            }

            line.Problem = $"witness {line.Witness.Name}: expected one size that it saw last, got one after the other";
        }
        catch (Exception problem) when (
            problem is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            line.Problem = $"witness {line.Witness.Name}: {problem.Message}";
        }
        catch (OperationCanceledException)
        {
            line.Problem = FormattableString.Invariant(
                $"witness {line.Witness.Name}: expected an answer within {Patience.TotalSeconds} s, got none");
        }
    }

    /// <summary>Asks once; false where the witness named another size to start the proof from.</summary>
    private async Task<bool> TryAskAsync(WitnessLine line, Checkpoint checkpoint, CancellationToken stop)
    {
        var request = new AddCheckpoint(
            line.Seen, publisher.ConsistencyProof(line.Seen, checkpoint.Size), checkpoint.SignedNote);
        using var answer = await http.PostAsync(line.Address, new ByteArrayContent(request.ToBytes()), stop);
        var body = await answer.Content.ReadAsByteArrayAsync(stop);
        if (answer.StatusCode == HttpStatusCode.Conflict && TryReadSize(body, out var size) && size != line.Seen)
        {
            if (size > checkpoint.Size)
            {
                line.Problem = FormattableString.Invariant(
                    $"witness {line.Witness.Name}: expected at most size {checkpoint.Size}, got size {size}: ")
                    + "this log may have been restored from an older copy";
                return true;
            }

            line.Seen = size;
            return false;
        }

        if (answer.StatusCode != HttpStatusCode.OK)
        {
            line.Problem = FormattableString.Invariant(
                $"witness {line.Witness.Name}: expected a cosignature, got {(int)answer.StatusCode}");
            return true;
        }

        var cosigned = Cosignatures.TryTake(checkpoint, line.Witness, body);
        line.Problem = cosigned is null
            ? $"witness {line.Witness.Name}: expected a cosignature by {line.Witness.Key.Vkey}, got none that holds"
            : null;
        line.Seen = cosigned is null ? line.Seen : checkpoint.Size;
        line.Cosigned = cosigned is null ? null : new CosignedLine(checkpoint, cosigned);
        return true;
    }

    private static bool TryReadSize(byte[] body, out long size) => long.TryParse(
        Encoding.UTF8.GetString(body).AsSpan().TrimEnd('\n'),
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out size);

    /// <summary>What a witness signed, and for which checkpoint.</summary>
    private sealed record CosignedLine(Checkpoint Checkpoint, string Line);

    /// <summary>What is known of one witness. Only its own request writes while that runs.</summary>
    private sealed class WitnessLine(PolicyWitness witness, Uri address)
    {
        private volatile CosignedLine? cosigned;
        private volatile string? problem;

        public PolicyWitness Witness { get; } = witness;

        public Uri Address { get; } = address;

        /// <summary>Size of the last checkpoint that it cosigned, as far as is known.</summary>
        public long Seen { get; set; }

        public Task Running { get; set; } = Task.CompletedTask;

        public CosignedLine? Cosigned
        {
            get => cosigned;
            set => cosigned = value;
        }

        public string? Problem
        {
            get => problem;
            set => problem = value;
        }

        public string? LineOf(Checkpoint checkpoint) =>
            cosigned is { } signed && ReferenceEquals(signed.Checkpoint, checkpoint) ? signed.Line : null;
    }
}
