using System.Buffers;
using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Report;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Sending;

/// <summary>A report that is to be written.</summary>
/// <param name="HappenedS">When it happened, seconds after the start.</param>
/// <param name="SentS">When it is sent.</param>
/// <param name="Place">Where it happened, as the reporter states it; null when it does not say.</param>
/// <param name="SigmaM">Standard deviation of that place.</param>
/// <param name="Written">Everything else.</param>
internal sealed record ScriptedReport(
    double HappenedS, double SentS, GeoPoint? Place, double SigmaM, WrittenReport Written);

/// <summary>All posts, patrols, stations and parties that write reports.</summary>
/// <param name="Reports">The reports in order of sending.</param>
/// <param name="Link">The way to the intake.</param>
internal sealed record ReportSender(ImmutableArray<ScriptedReport> Reports, Link Link) : Sender("reports", Link)
{
    /// <inheritdoc/>
    public override IEnumerable<Sent> Send(ScenarioRun run, Instant start)
    {
        foreach (var report in Reports)
        {
            if (report.SentS >= run.Length.TotalSeconds)
            {
                yield break;
            }

            var passages = Draws.Named(run.Seed, report.Written.ReportId + "/passage");
            var buffer = new ArrayBufferWriter<byte>(1024);
            var happenedAt = After(start, report.HappenedS);
            ReportEncoder.Write(
                buffer, happenedAt, report.Place, report.SigmaM, report.Written with { IsExercise = true });
            buffer.Write("\n"u8);
            foreach (var sent in Arrivals(
                After(start, report.SentS), Link.Send(report.SentS, passages), buffer.WrittenMemory))
            {
                yield return sent;
            }
        }
    }
}
