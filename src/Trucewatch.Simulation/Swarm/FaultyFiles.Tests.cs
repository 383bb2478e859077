using Trucewatch.Evidence.Files;
using Trucewatch.Simulation.World;
using Xunit;

namespace Trucewatch.Simulation.Swarm;

public sealed class FaultyFilesTests
{
    private static readonly byte[] four = [1, 2, 3, 4];

    /// <summary>What was flushed is there after it, and of the rest a beginning.</summary>
    [Fact]
    public void A_disk_fails_once_and_keeps_what_it_said_was_safe()
    {
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        for (var seed = 1UL; seed <= 200; seed++)
        {
            var (files, faulty, safe) = Filled(seed, forgets: false);
            Assert.NotNull(faulty.FailedAt);
            kinds.Add($"{faulty.FailedAt.Split('/')[0]} {faulty.Fault}");
            faulty.CutPower();
            var left = files.Read("journal/a", 1_000)!;
            Assert.InRange(left.Length, safe, safe + four.Length);
            Assert.All(left.Index(), one => Assert.Equal(four[one.Index % four.Length], one.Item));
        }

        // Three folders, and each of the three faults in each.
        Assert.Equal(9, kinds.Count);
    }

    [Fact]
    public void A_disk_that_forgets_loses_what_it_said_was_safe()
    {
        var (files, faulty, safe) = Filled(1, forgets: true);
        faulty.CutPower();
        Assert.InRange(files.Read("journal/a", 1_000)!.Length, 0, safe - 1);
    }

    /// <summary>Locks fall with the power, so that the next run can begin.</summary>
    [Fact]
    public void A_power_cut_lets_go_of_what_was_held()
    {
        var faulty = new FaultyFiles(new MemoryFiles(), Draws.Named(1, "disk"), forgets: false);
        _ = faulty.Files.Lock("lock");
        Assert.Throws<IOException>(() => faulty.Files.Lock("lock"));
        faulty.CutPower();
        faulty.Files.Lock("lock").Dispose();
    }

    /// <summary>Appends, flushes and writes by turns until it fails; gives how much was flushed.</summary>
    private static (MemoryFiles Files, FaultyFiles Faulty, int Safe) Filled(ulong seed, bool forgets)
    {
        var files = new MemoryFiles();
        var faulty = new FaultyFiles(files, Draws.Named(seed, "disk"), forgets);
        var (log, journal, safe) = (faulty.Files.Under("log"), faulty.Files.OpenAppend("journal/a"), 0);
        try
        {
            for (var step = 0; step < 200; step++)
            {
                journal.Append(four);
                journal.Flush();
                safe += four.Length;
                log.Write([new PendingFile("tile", four), new PendingFile("checkpoint", four)]);
                faulty.Files.Write([new PendingFile("segments/one", four)]);
            }
        }
        catch (IOException)
        {
            // As it must.
        }

        return (files, faulty, safe);
    }
}
