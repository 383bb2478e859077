using Trucewatch.Domain;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Swarm;

/// <summary>Somebody in a trial who moves and says where.</summary>
/// <param name="Identity">Identity.</param>
/// <param name="Clause">Clause that keeps it out of the zones; null for who may be there.</param>
/// <param name="Motion">How it moves.</param>
/// <param name="Sender">How it is heard.</param>
/// <param name="SigmaM">Standard deviation of its positions, as the decoder takes them at most.</param>
/// <param name="IsOrdinary">False where two say the same name, or positions jump: nothing is expected then.</param>
/// <param name="Ground">Where it is.</param>
internal sealed record TrialActor(
    string Identity, string? Clause, Motion Motion, Sender Sender, double SigmaM, bool IsOrdinary, TrialGround Ground)
{
    // Far beyond what errors of positions and of the line as the script knows it can blur.
    private const double SureSigmas = 6;
    private const double SureM = 60;
    private const double StepS = 5;

    /// <summary>What cannot be missed of it.</summary>
    public IEnumerable<SureIncident> Sure(ScenarioRun run, Instant start, TrialPack pack)
    {
        if (Clause is null || !IsOrdinary)
        {
            yield break;
        }

        foreach (var left in new[] { true, false })
        {
            if (IsSure(run, start, pack, left))
            {
                yield return new SureIncident(Identity, Clause, left ? "left-zone" : "right-zone");
            }
        }
    }

    /// <summary>True for who may be everywhere, and for who keeps well away from both zones all the time.</summary>
    public bool IsInnocent(ScenarioRun run)
    {
        if (Clause is null)
        {
            return true;
        }

        for (var seconds = 0.0; IsOrdinary && seconds <= run.Length.TotalSeconds; seconds += StepS)
        {
            if (Motion.At(seconds) is { } here
                && Math.Max(Ground.InsideM(true, here.Position), Ground.InsideM(false, here.Position))
                    > -((SureSigmas * SigmaM) + SureM))
            {
                return false;
            }
        }

        return IsOrdinary;
    }

    /// <summary>
    /// More positions than the clause asks for, over more time, all deep inside and in one row, and in time.
    /// </summary>
    private bool IsSure(ScenarioRun run, Instant start, TrialPack pack, bool left)
    {
        var (count, first, last) = (0, Instant.Beginning, Instant.Beginning);
        foreach (var sent in Sender.Send(run, start))
        {
            if (!Wire.IsWholePosition(sent.Bytes.Span) || sent.At >= start + run.Length)
            {
                continue;
            }

            var here = Motion.At((sent.SentAt - start).TotalSeconds)!.Value.Position;
            if (Ground.InsideM(left, here) < (SureSigmas * SigmaM) + SureM || (sent.At - sent.SentAt).TotalSeconds > 28)
            {
                count = 0;
                continue;
            }

            // A second copy comes with the time of the first.
            first = count == 0 ? sent.SentAt : first;
            count += sent.SentAt > last || count == 0 ? 1 : 0;
            last = sent.SentAt;
            if (count >= pack.MinFixes + 5 && (last - first).TotalSeconds > pack.DwellS + 120)
            {
                return true;
            }
        }

        return false;
    }
}
