using Trucewatch.Domain.Planning;
using Trucewatch.Geo;
using Trucewatch.Geo.Cells;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Watch.Planning;

/// <summary>Which looks the satellites take: at most one of each pass, and no more than a satellite can.</summary>
internal sealed class PassChoice
{
    private readonly PlanWorth worth;
    private readonly Option[][][] options;
    private readonly int[][] chosen;
    private readonly int[] most;

    /// <summary>Nothing is taken yet.</summary>
    public PassChoice(PlanGround ground, PlanningRequest request, PlanWorth worth, int firstOwner)
    {
        this.worth = worth;
        var raster = new ShareRaster(ground.Cells.Grid);
        var blockOf = new int[ground.Cells.CellCount];
        for (var block = 0; block < ground.Blocks.Length; block++)
        {
            foreach (var cell in ground.Blocks[block].Cells)
            {
                blockOf[cell] = block;
            }
        }

        var owner = firstOwner;
        options =
        [
            .. request.Satellites.Select(satellite => satellite.Passes.Select(pass =>
            {
                var number = owner++;
                return pass.Select(task => OptionOf(task, number, request.Standing, ground, raster, blockOf)).ToArray();
            }).ToArray()),
        ];
        most = [.. request.Satellites.Select(satellite => satellite.MaxTasks)];
        chosen = [.. options.Select(passes => Enumerable.Repeat(-1, passes.Length).ToArray())];
    }

    /// <summary>Number of satellites.</summary>
    public int Satellites => options.Length;

    /// <summary>The tasks that are taken.</summary>
    public IEnumerable<PassTask> Taken => Enumerable.Range(0, Satellites).SelectMany(satellite =>
        chosen[satellite].Select((option, pass) => (Option: option, Pass: pass)).Where(one => one.Option >= 0)
            .Select(one => options[satellite][one.Pass][one.Option].Task));

    /// <summary>Takes the best looks of all satellites, one by one.</summary>
    public void TakeBest()
    {
        for (var satellite = 0; satellite < Satellites; satellite++)
        {
            while (TakeBest(satellite))
            {
            }
        }
    }

    /// <summary>Gives up what a satellite looks at and chooses anew; keeps what is better.</summary>
    public void Again(int satellite)
    {
        var (before, gained) = (chosen[satellite].ToArray(), worth.Gained);
        for (var pass = 0; pass < before.Length; pass++)
        {
            Choose(satellite, pass, -1);
        }

        while (TakeBest(satellite))
        {
        }

        for (var pass = 0; worth.Gained < gained && pass < before.Length; pass++)
        {
            Choose(satellite, pass, -1);
        }

        for (var pass = 0; worth.Gained < gained && pass < before.Length; pass++)
        {
            Choose(satellite, pass, before[pass]);
        }
    }

    /// <summary>What is taken, to come back to.</summary>
    public int[][] Copy() => [.. chosen.Select(passes => passes.ToArray())];

    /// <summary>Comes back to what was taken.</summary>
    public void Restore(int[][] copy)
    {
        for (var satellite = 0; satellite < Satellites; satellite++)
        {
            for (var pass = 0; pass < chosen[satellite].Length; pass++)
            {
                Choose(satellite, pass, copy[satellite][pass]);
            }
        }
    }

    /// <summary>The most that the satellites can gain, each look for itself.</summary>
    public double Most()
    {
        var sum = 0.0;
        for (var satellite = 0; satellite < Satellites; satellite++)
        {
            sum += options[satellite].Select(pass => pass.Select(GainOf).DefaultIfEmpty().Max())
                .OrderDescending().Take(most[satellite]).Sum();
        }

        return sum;
    }

    private bool TakeBest(int satellite)
    {
        if (chosen[satellite].Count(option => option >= 0) >= most[satellite])
        {
            return false;
        }

        var best = (Gain: 0.0, Pass: -1, Option: -1);
        for (var pass = 0; pass < options[satellite].Length; pass++)
        {
            for (var option = 0; chosen[satellite][pass] < 0 && option < options[satellite][pass].Length; option++)
            {
                var gain = GainOf(options[satellite][pass][option]);
                best = gain > best.Gain ? (gain, pass, option) : best;
            }
        }

        if (best.Pass >= 0)
        {
            Choose(satellite, best.Pass, best.Option);
        }

        return best.Pass >= 0;
    }

    private double GainOf(Option option)
    {
        var gain = 0.0;
        foreach (var (block, look) in option.Looks)
        {
            gain += worth.Gain(block, look.Modality, look.Minute, look.Chance);
        }

        return gain;
    }

    private void Choose(int satellite, int pass, int option)
    {
        ref var now = ref chosen[satellite][pass];
        if (now == option)
        {
            return;
        }

        if (now >= 0)
        {
            foreach (var (block, look) in options[satellite][pass][now].Looks)
            {
                worth.Remove(block, look);
            }
        }

        now = option;
        if (now >= 0)
        {
            foreach (var (block, look) in options[satellite][pass][now].Looks)
            {
                worth.Add(block, look);
            }
        }
    }

    private Option OptionOf(
        PassTask task, int owner, TaskPlan plan, PlanGround ground, ShareRaster raster, int[] blockOf)
    {
        var (modality, shares) = (Array.IndexOf(worth.Modalities, task.Modality), new double[ground.Blocks.Length]);
        foreach (var polygon in task.Footprint)
        {
            raster.Draw(polygon.Outer.AsSpan());
            for (var row = 0; row < raster.Rows; row++)
            {
                var line = raster.SharesOf(row);
                for (var column = 0; column < line.Length; column++)
                {
                    var cell = ground.Cells.CellAt(raster.Column + column, raster.Row + row);
                    if (cell != CoverageGround.None)
                    {
                        shares[blockOf[cell]] += line[column] / ground.Blocks[blockOf[cell]].Cells.Length;
                    }
                }
            }
        }

        var minute = ((task.From - plan.From) + ((task.Until - task.From) / 2)).TotalMinutes;
        return new Option(task,
        [
            .. Enumerable.Range(0, shares.Length).Where(block => shares[block] > 0).Select(block => (block,
                new PlacedLook(
                    owner, modality, minute, (float)(shares[block] * worth.Chance(block, modality, minute)), 0))),
        ]);
    }

    private sealed record Option(PassTask Task, (int Block, PlacedLook Look)[] Looks);
}
