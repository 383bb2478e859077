using Trucewatch.Domain;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Planning;
using Trucewatch.Geo;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Watch.Planning;

/// <summary>
/// What a look at a block is worth: how many of the happenings that are expected it is likely to see which nobody sees
/// else. As the coverage ledger counts: in a slot of time the best look of a modality counts, modalities fail each by
/// itself, and a look counts for as long as the thing lasts that it looks for. A block is seen as a whole.
/// </summary>
internal sealed class PlanWorth
{
    /// <summary>Length of a slot in minutes.</summary>
    public const int SlotMinutes = 10;

    private const int SlotsOfHour = 60 / SlotMinutes;

    /// <summary>Looks may begin to count so many slots before the plan, or end so many after it.</summary>
    private const int Before = 8;
    private const int After = 8;

    private readonly int slots;
    private readonly int hours;
    private readonly int[] lasts;
    private readonly float[] expected;
    private readonly float[] chances;
    private readonly float[] standing;
    private readonly float[] best;
    private readonly float[] missed;
    private readonly float[] winds;
    private readonly float[] others;

    // What a look would gain whose slots begin at one; not a number until somebody asks.
    private readonly float[] gains;
    private readonly int width;
    private readonly List<PlacedLook>[] looks;

    /// <summary>Works out what is expected where and when, and what is seen of it already.</summary>
    public PlanWorth(PlanGround ground, PlanningRequest request, Modality[] modalities, CoverageLedger ledger)
    {
        var (plan, blocks) = (request.Standing, ground.Blocks);
        Modalities = modalities;
        hours = (int)Math.Ceiling((plan.Until - plan.From).TotalHours);
        slots = hours * SlotsOfHour;
        lasts = [.. modalities.Select(modality => Math.Max(
            1, (int)Math.Round(DetectionModels.Of(modality).LastsMinutes / (double)SlotMinutes)))];
        looks = [.. blocks.Select(_ => new List<PlacedLook>())];
        width = Before + slots + After;
        gains = new float[blocks.Length * modalities.Length * width];
        Array.Fill(gains, float.NaN);
        (expected, missed) = (new float[blocks.Length * slots], new float[blocks.Length * slots]);
        (standing, best) = (
            new float[blocks.Length * modalities.Length * hours], new float[blocks.Length * modalities.Length * slots]);
        others = new float[blocks.Length * hours];
        Array.Fill(others, 1f);
        (chances, winds) = (new float[blocks.Length * modalities.Length * hours], new float[blocks.Length * hours]);
        for (var block = 0; block < blocks.Length; block++)
        {
            for (var hour = 0; hour < hours; hour++)
            {
                Foresee(request, blocks[block], block, hour);
            }
        }

        FindStanding(ground, CoverageLedger.HourOf(plan.From), ledger);
        foreach (var (one, miss) in expected.Zip(missed))
        {
            (AllExpected, StandingSeen) = (AllExpected + one, StandingSeen + (one * (1.0 - miss)));
        }
    }

    /// <summary>The modalities that can be tasked; others are numbered by their place in it.</summary>
    public Modality[] Modalities { get; }

    /// <summary>Number of slots.</summary>
    public int Slots => slots;

    /// <summary>How many happenings are expected.</summary>
    public double AllExpected { get; }

    /// <summary>How many of them the standing tasks are likely to see.</summary>
    public double StandingSeen { get; }

    /// <summary>How many more the placed looks are likely to see; as it went up and down.</summary>
    public double Gained { get; private set; }

    /// <summary>The chance that a look at a block sees, without anybody else: that of the middle of its slots.
    /// </summary>
    public float Chance(int block, int modality, double minute) => ChanceFrom(block, modality, From(modality, minute));

    /// <summary>The wind over a block, metres a second.</summary>
    public float Wind(int block, double minute) => winds[(block * hours) + HourOf(minute)];

    /// <summary>What a look would gain.</summary>
    public float Gain(int block, int modality, double minute)
    {
        var from = From(modality, minute);
        ref var known = ref gains[(((block * Modalities.Length) + modality) * width) + from + Before];
        if (float.IsNaN(known))
        {
            known = (float)GainFrom(block, modality, from, ChanceFrom(block, modality, from));
        }

        return known;
    }

    /// <summary>What a look with a chance of its own would gain.</summary>
    public double Gain(int block, int modality, double minute, float chance) =>
        GainFrom(block, modality, From(modality, minute), chance);

    /// <summary>True when no other drone searches the block at the same time.</summary>
    public bool IsFree(int block, double minute, double apartMinutes)
    {
        foreach (ref readonly var look in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(looks[block]))
        {
            if (Math.Abs(look.Minute - minute) < (apartMinutes + look.ApartMinutes) / 2)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Places a look.</summary>
    public void Add(int block, PlacedLook look)
    {
        looks[block].Add(look);
        Renew(block, look.Modality, look.Minute);
    }

    /// <summary>Takes a look away that was placed.</summary>
    public void Remove(int block, PlacedLook look)
    {
        Invariant.Holds(looks[block].Remove(look), "a look that is taken away was placed");
        Renew(block, look.Modality, look.Minute);
    }

    /// <summary>
    /// The most that so many minutes of flying can gain, whatever the routes: for each minute no more than the best
    /// slots of the best blocks give that are left, and nothing for the ways between them.
    /// </summary>
    /// <param name="modality">With what is looked.</param>
    /// <param name="slotCosts">Minutes that a slot of a block costs at least.</param>
    /// <param name="minutes">All minutes of flying.</param>
    public double MostWithin(int modality, double[] slotCosts, double minutes)
    {
        var all = new List<(double Density, double Worth)>();
        for (var block = 0; block < looks.Length; block++)
        {
            for (var slot = 0; slot < slots && slotCosts[block] < double.MaxValue; slot++)
            {
                // The look may be half as long before or after as the thing lasts: the best light of these hours.
                var chance = 0f;
                for (var at = slot - (lasts[modality] / 2) - 1; at <= slot + (lasts[modality] / 2) + 1; at++)
                {
                    chance = Math.Max(chance, Chance(block, modality, Math.Clamp(at, 0, slots - 1) * SlotMinutes));
                }

                var worth = (double)expected[(block * slots) + slot] * chance;
                all.Add((worth / slotCosts[block], worth));
            }
        }

        all.Sort((a, b) => b.Density.CompareTo(a.Density));
        var (sum, left) = (0.0, minutes);
        foreach (var (density, worth) in all)
        {
            var cost = density > 0 ? worth / density : 0;
            if (cost >= left)
            {
                return sum + (density * left);
            }

            (sum, left) = (sum + worth, left - cost);
        }

        return sum;
    }

    /// <summary>For how many slots a look counts.</summary>
    public int LastsSlots(int modality) => lasts[modality];

    /// <summary>The most that a slot can give to one look; for choosing where to try.</summary>
    public float Expected(int block, double minute) =>
        expected[(block * slots) + Math.Clamp((int)(minute / SlotMinutes), 0, slots - 1)];

    private int HourOf(double minute) => Math.Clamp((int)(minute / 60), 0, hours - 1);

    private int From(int modality, double minute) =>
        (int)Math.Floor((minute * (1.0 / SlotMinutes)) - (lasts[modality] / 2.0) + 0.5);

    private (int From, int Until) Window(int modality, double minute)
    {
        var from = From(modality, minute);
        return (Math.Max(0, from), Math.Min(slots, from + lasts[modality]));
    }

    private float ChanceFrom(int block, int modality, int from) =>
        chances[(((block * Modalities.Length) + modality) * hours)
            + Math.Clamp((from + (lasts[modality] / 2)) / SlotsOfHour, 0, hours - 1)];

    private double GainFrom(int block, int modality, int from, float chance)
    {
        var (sum, at, known) = (0.0, block * slots, ((block * Modalities.Length) + modality) * slots);
        for (int slot = Math.Max(0, from), until = Math.Min(slots, from + lasts[modality]); slot < until; slot++)
        {
            var seen = best[known + slot];
            if (chance > seen)
            {
                sum += expected[at + slot] * missed[at + slot] * (chance - seen) / (1 - seen);
            }
        }

        return sum;
    }

    /// <summary>Works out anew what is seen around a minute.</summary>
    private void Renew(int block, int modality, double minute)
    {
        var (from, until) = Window(modality, minute);
        var known = ((block * Modalities.Length) + modality) * slots;
        for (var slot = from; slot < until; slot++)
        {
            best[known + slot] = standing[(((block * Modalities.Length) + modality) * hours) + (slot / SlotsOfHour)];
        }

        foreach (ref readonly var look in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(looks[block]))
        {
            if (look.Modality == modality)
            {
                var (first, end) = Window(modality, look.Minute);
                for (var slot = Math.Max(first, from); slot < Math.Min(end, until); slot++)
                {
                    best[known + slot] = Math.Max(best[known + slot], look.Chance);
                }
            }
        }

        for (var slot = from; slot < until; slot++)
        {
            var miss = others[(block * hours) + (slot / SlotsOfHour)];
            for (var each = 0; each < Modalities.Length; each++)
            {
                miss *= 1 - best[(((block * Modalities.Length) + each) * slots) + slot];
            }

            ref var before = ref missed[(block * slots) + slot];
            Gained += expected[(block * slots) + slot] * ((double)before - miss);
            before = miss;
        }

        for (var each = 0; each < Modalities.Length; each++)
        {
            var (first, end) = (Math.Max(-Before, from - lasts[each] + 1), Math.Min(slots + After, until));
            gains.AsSpan((((block * Modalities.Length) + each) * width) + first + Before, Math.Max(0, end - first))
                .Fill(float.NaN);
        }
    }

    private void Foresee(PlanningRequest request, Block block, int number, int hour)
    {
        var plan = request.Standing;
        var middle = plan.From + TimeSpan.FromHours(hour + 0.5);
        var rate = request.EverywherePerKm2H;
        var scale = LocalScale.At(block.Middle);
        foreach (var place in request.Expected)
        {
            if (middle >= place.From && middle < place.Until)
            {
                var (east, north) = scale.Offset(block.Middle, place.Middle);
                var left = Math.Max(0, 1 - (((east * east) + (north * north)) / (place.RadiusM * place.RadiusM)));
                rate += place.PerKm2H * left * left;
            }
        }

        expected.AsSpan((number * slots) + (hour * SlotsOfHour), SlotsOfHour)
            .Fill((float)(rate * block.AreaKm2 / SlotsOfHour));
        var isNight = Sunlight.ElevationDeg(block.Middle, middle.UnixMicroseconds / 1e6) < Sunlight.DayAboveDeg;
        var clouds = plan.CloudShareAt(block.Middle, middle);
        for (var modality = 0; modality < Modalities.Length; modality++)
        {
            chances[(((number * Modalities.Length) + modality) * hours) + hour] =
                (float)DetectionModels.Of(Modalities[modality]).Chance(double.NaN, isNight, clouds);
        }

        foreach (var spell in plan.Weather)
        {
            ref var wind = ref winds[(number * hours) + hour];
            wind = spell.Holds(block.Middle, middle) ? Math.Max(wind, (float)spell.WindMps) : wind;
        }
    }

    /// <summary>What the standing tasks see of each block, hour by hour.</summary>
    private void FindStanding(PlanGround ground, long firstHour, CoverageLedger ledger)
    {
        for (var hour = 0; hour < hours; hour++)
        {
            for (var one = 1; one <= CoverageLedger.Modalities; one++)
            {
                var plane = ledger.PlaneOf(firstHour + hour, (Modality)one);
                for (var block = 0; block < ground.Blocks.Length && !plane.IsEmpty; block++)
                {
                    var sum = 0L;
                    foreach (var cell in ground.Blocks[block].Cells)
                    {
                        sum += plane[cell] * plane[cell];
                    }

                    var chance = (float)(sum / (double)Chances.One / ground.Blocks[block].Cells.Length);
                    if (Array.IndexOf(Modalities, (Modality)one) is >= 0 and var tasked)
                    {
                        standing[(((block * Modalities.Length) + tasked) * hours) + hour] = chance;
                    }
                    else if ((Modality)one != Modality.Reception)
                    {
                        others[(block * hours) + hour] *= 1 - chance;
                    }
                }
            }
        }

        Array.Fill(missed, 1f);
        for (var block = 0; block < ground.Blocks.Length; block++)
        {
            for (var slot = 0; slot < slots; slot++)
            {
                var miss = others[(block * hours) + (slot / SlotsOfHour)];
                for (var each = 0; each < Modalities.Length; each++)
                {
                    var seen = standing[(((block * Modalities.Length) + each) * hours) + (slot / SlotsOfHour)];
                    best[(((block * Modalities.Length) + each) * slots) + slot] = seen;
                    miss *= 1 - seen;
                }

                missed[(block * slots) + slot] = miss;
            }
        }
    }

}

/// <summary>A look at a block that is placed in a plan.</summary>
/// <param name="Owner">Number of the sortie, or of a satellite's pass.</param>
/// <param name="Modality">Number of the modality.</param>
/// <param name="Minute">Its middle, in minutes from the plan's begin.</param>
/// <param name="Chance">Its chance to see.</param>
/// <param name="ApartMinutes">No other drone searches the block within so many minutes.</param>
internal readonly record struct PlacedLook(int Owner, int Modality, double Minute, float Chance, double ApartMinutes);
