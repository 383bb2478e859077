using Trucewatch.SystemTests.Programs;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>An hour of the exercise, recorded by the program.</summary>
internal static class RecordedHour
{
    /// <summary>Records the hour, or its begin, into a data folder; a later call goes on with the record.</summary>
    /// <param name="scratch">Holds the feeds' files, which are written once, and the data folder.</param>
    /// <param name="data">Name of the data folder.</param>
    /// <param name="until">RFC 3339 time at which the record ends, or null.</param>
    public static Ran Replay(ScratchFolder scratch, string data, string? until)
    {
        if (!Directory.Exists(scratch["ex"]))
        {
            var simulated = TrucewatchProgram.Run(
                "simulate", "--scenario", "exercise", "--hours", "1", "--out", scratch["ex"]);
            Assert.True(simulated.ExitCode == 0, simulated.Error);
        }

        string[] moment = until is null ? [] : ["--as-of", until];
        var ran = TrucewatchProgram.Run(
        [
            "replay", "--agreement", scratch["ex/agreement"], "--data", scratch[data],
            "--feed", "ais:" + scratch["ex/ais-coast.EXERCISE.nmea"],
            "--feed", "report:" + scratch["ex/report-posts.EXERCISE.jsonl"], .. moment,
        ]);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return ran;
    }
}
