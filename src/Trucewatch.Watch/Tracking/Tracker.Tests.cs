using CsCheck;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Tracking;

public sealed class TrackerTests
{
    private static readonly TheatreBox Theatre = new(33, 45, 37, 49);
    private static readonly ObjectIdentity Ship = ObjectIdentity.Mmsi(200100001);

    /// <summary>Fixes within the window: an honest track, a far liar, equal times, copies of one message.</summary>
    private static readonly Gen<Observation[]> Fixes =
        Gen.Select(Gen.Int[0, 25], Gen.Int[-300, 300], Gen.Int[0, 5]).Array[2, 12].Select(items =>
        {
            var scene = new Scene();
            return items.Select(item =>
            {
                var (seconds, north, kind) = (item.Item1 * 2, item.Item2, item.Item3);
                var farM = kind == 0 ? 60_000 : kind == 1 ? 90_000 : 0;
                return scene.Position(Ship, seconds, (seconds * 5) + farM, north / 100, 10 + (kind % 2), 100, kind % 2);
            }).ToArray();
        });

    [Fact]
    public void Any_order_within_the_window_ends_in_the_same_bits() =>
        Gen.Select(Fixes, Gen.Int).Sample((fixes, seed) =>
        {
            var ordered = Final(fixes.OrderBy(fix => fix.At).ToArray());
            var shuffled = Final(Shuffle(fixes, seed));
            Assert.Equal(ordered, shuffled);
        });

    [Fact]
    public void A_copy_over_another_feed_changes_nothing() =>
        Fixes.Sample(fixes =>
        {
            var twice = fixes.SelectMany(fix =>
            {
                var copy = fix;
                copy.Frame = new(new(1), 1_000_000 + fix.Frame.Sequence);
                return new[] { fix, copy };
            }).ToArray();
            Assert.Equal(Final(fixes), Final(twice));
        });

    [Fact]
    public void A_fix_at_the_window_is_used_and_one_beyond_is_counted_late()
    {
        var scene = new Scene();
        scene.Vessel(1, 100, 0, 0, delayS: 10).Vessel(1, 40, 0, 0, delayS: 80).Vessel(1, 39.9, 0, 0, delayS: 80);
        var tracker = new Tracker(Theatre, new SectorSettings());
        Assert.Equal([true, true, false], Feed(tracker, scene));
        Assert.Equal(1, tracker.Counts.Late);
    }

    [Fact]
    public void Sixteen_fixes_are_held_and_an_earlier_seventeenth_is_late()
    {
        foreach (var (count, isUsed) in new[] { (TrackedObject.MaxHeld - 1, true), (TrackedObject.MaxHeld, false) })
        {
            var scene = new Scene();
            for (var index = 0; index < count; index++)
            {
                scene.Vessel(1, 10 + index, index, 0);
            }

            scene.Vessel(1, 5, 0, 0, delayS: 60);
            Assert.Equal(isUsed, Feed(new Tracker(Theatre, new SectorSettings()), scene)[^1]);
        }
    }

    [Fact]
    public void An_impossible_move_opens_a_rival_and_nothing_jumps()
    {
        var scene = new Scene();
        for (var second = 0; second < 100; second += 10)
        {
            scene.Vessel(1, second, second * 5, 0).Vessel(1, second + 5, 50_000 - (second * 5), 0);
        }

        var tracker = new Tracker(Theatre, new SectorSettings());
        var updates = Updates(tracker, scene);
        Assert.Equal(2, tracker.Book.Opened);
        foreach (var track in updates.GroupBy(update => update.Id))
        {
            Assert.All(track.Zip(track.Skip(1)), pair =>
            {
                var from = pair.First.Position;
                var (east, north) = LocalScale.At(from).Offset(from, pair.Second.Position);
                Assert.True(Math.Sqrt((east * east) + (north * north)) < 400);
            });
        }

        Assert.Equal([1, 2], updates.Select(update => update.Branch).Distinct().Order());
    }

    [Fact]
    public void Four_rivals_are_kept_and_a_fifth_waits_until_one_is_idle()
    {
        var scene = new Scene();
        for (var rival = 0; rival < TrackedObject.MaxBranches + 1; rival++)
        {
            scene.Vessel(1, rival, rival * 30_000.0 - 60_000, 0);
        }

        scene.Vessel(1, 700, 100_000, 50_000);
        var tracker = new Tracker(Theatre, new SectorSettings { BranchIdle = TimeSpan.FromSeconds(30) });
        Assert.Equal([true, true, true, true, false, true], Feed(tracker, scene));
        Assert.Equal(1, tracker.Counts.NoBranch);
    }

    [Fact]
    public void The_identity_idle_longest_is_given_up_at_the_limit()
    {
        var scene = new Scene();
        scene.Vessel(1, 0, 0, 0).Vessel(2, 1, 0, 0).Vessel(1, 2, 0, 0).Vessel(3, 3, 0, 0);
        var tracker = new Tracker(Theatre, new SectorSettings { MaxObjects = 2 });
        Feed(tracker, scene);
        Assert.Equal(2, tracker.ObjectCount);
        Assert.Equal([new TrackId(2)], tracker.Book.GivenUp);
        Assert.Null(tracker.Known(ObjectIdentity.Mmsi(2)));
    }

    [Fact]
    public void What_cannot_be_is_counted_and_not_tracked()
    {
        var scene = new Scene();
        scene.Vessel(1, 0, 900_000, 0).Vessel(1, 0, 0, 0, sigmaM: 0).Vessel(1, 0, 0, 0, sigmaM: 1e7)
            .Vessel(1, 61, 0, 0, delayS: -61).Vessel(1, 60, 0, 0, delayS: -60);
        var tracker = new Tracker(Theatre, new SectorSettings());
        Assert.Equal([false, false, false, false, true], Feed(tracker, scene));
        Assert.Equal(new TrackerCounts(0, 0, 1, 1, 2, 0, 0), tracker.Counts);
    }

    [Fact]
    public void A_track_takes_less_than_four_kibibytes() => Assert.InRange(TrackedObject.MaxBytes, 1, 4095);

    [Fact]
    public void A_description_is_kept_with_the_track()
    {
        var scene = new Scene().Vessel(1, 0, 0, 0).Vessel(1, 1, 0, 0);
        var words = new ObjectDescription("NAME", "CALL", "70", 100, 20);
        var described = scene.Observations[0];
        (described.Kind, described.HasPosition, described.Description) = (ObservationKind.Description, false, words);
        var tracker = new Tracker(Theatre, new SectorSettings());
        TrackUpdate update = default;
        Assert.False(tracker.Update(in described, ref update));
        Assert.All(Updates(tracker, scene), next => Assert.Same(words, next.Description));
    }

    [Fact]
    public void The_stated_error_is_the_true_error()
    {
        // Normalised estimation error squared of runs drawn from the model itself: its sum is chi-squared with four
        // degrees of freedom a run, so that the mean of 400 runs lies within 4 +- 1.96 sqrt(8 / 400) in 95% of cases.
        const int runs = 400;
        var halfWidth = 1.96 * Math.Sqrt(8.0 / runs);
        foreach (var steps in new[] { 2, 8, 30 })
        {
            var random = new Splitmix(20260101);
            var sum = 0.0;
            for (var run = 0; run < runs; run++)
            {
                sum += NeesOfRun(random, steps);
            }

            Assert.InRange(sum / runs, 4 - halfWidth, 4 + halfWidth);
        }
    }

    private static double NeesOfRun(Splitmix random, int steps)
    {
        const double seconds = 10, sigmaM = 50, noise = 0.05;
        var scene = new Scene();
        var tracker = new Tracker(Theatre, new SectorSettings());
        double[] place = [0, 0], speed = [8 * random.Normal(), 8 * random.Normal()];
        TrackUpdate update = default;
        for (var step = 0; step < steps; step++)
        {
            for (var axis = 0; step > 0 && axis < 2; axis++)
            {
                // Exact discrete noise of white-noise acceleration: Cholesky factor of its two by two covariance.
                var first = random.Normal();
                var kick = Math.Sqrt(noise * seconds) * ((Math.Sqrt(3) / 2 * first) + (0.5 * random.Normal()));
                place[axis] += (speed[axis] * seconds) + (Math.Sqrt(noise * seconds * seconds * seconds / 3) * first);
                speed[axis] += kick;
            }

            var fix = scene.Position(
                Ship, step * seconds, place[0] + (sigmaM * random.Normal()), place[1] + (sigmaM * random.Normal()),
                sigmaM, 0, 0);
            Assert.True(tracker.Update(in fix, ref update));
        }

        var state = tracker.Known(Ship)!.Tracks().Single().State;
        var (eastM, northM) = LocalScale.At(state.Position).Offset(state.Position, Scene.At(place[0], place[1]));
        double[] error = [eastM, northM, speed[0] - state.EastMps, speed[1] - state.NorthMps];
        double[,] matrix =
        {
            { state.PositionError.EastM2, state.PositionError.EastNorthM2, state.Plane.Cross.EE, state.Plane.Cross.EN },
            { state.PositionError.EastNorthM2,
                state.PositionError.NorthM2, state.Plane.Cross.NE, state.Plane.Cross.NN },
            { state.Plane.Cross.EE, state.Plane.Cross.NE,
                state.Plane.VelocityError.EastM2, state.Plane.VelocityError.EastNorthM2 },
            { state.Plane.Cross.EN, state.Plane.Cross.NN,
                state.Plane.VelocityError.EastNorthM2, state.Plane.VelocityError.NorthM2 },
        };
        return Quadratic(matrix, error);
    }

    /// <summary>x' M^-1 x by elimination.</summary>
    private static double Quadratic(double[,] matrix, double[] x)
    {
        var solved = (double[])x.Clone();
        for (var pivot = 0; pivot < 4; pivot++)
        {
            for (var row = pivot + 1; row < 4; row++)
            {
                var factor = matrix[row, pivot] / matrix[pivot, pivot];
                solved[row] -= factor * solved[pivot];
                for (var column = pivot; column < 4; column++)
                {
                    matrix[row, column] -= factor * matrix[pivot, column];
                }
            }
        }

        for (var row = 3; row >= 0; row--)
        {
            for (var column = row + 1; column < 4; column++)
            {
                solved[row] -= matrix[row, column] * solved[column];
            }

            solved[row] /= matrix[row, row];
        }

        return x.Zip(solved, (left, right) => left * right).Sum();
    }

    private static Observation[] Shuffle(Observation[] fixes, int seed)
    {
        var shuffled = (Observation[])fixes.Clone();
        var random = new Splitmix((ulong)(uint)seed);
        for (var index = shuffled.Length - 1; index > 0; index--)
        {
            var other = (int)(random.Next() % (ulong)(index + 1));
            (shuffled[index], shuffled[other]) = (shuffled[other], shuffled[index]);
        }

        return shuffled;
    }

    /// <summary>All tracks of the one identity in the order of their numbers, bit by bit.</summary>
    private static string Final(Observation[] fixes)
    {
        var tracker = new Tracker(Theatre, new SectorSettings());
        TrackUpdate update = default;
        foreach (var fix in fixes)
        {
            tracker.Update(in fix, ref update);
        }

        var known = tracker.Known(Ship)!;
        var lines = known.Tracks().OrderBy(track => track.Ordinal).Select(track => string.Join(
            ' ',
            new object[]
            {
                track.Ordinal, track.Class, track.State.At.UnixMicroseconds, Bits(track.State.Position.LatitudeDeg),
                Bits(track.State.Position.LongitudeDeg), Bits(track.State.EastMps), Bits(track.State.NorthMps),
                Bits(track.State.PositionError.EastM2), Bits(track.State.PositionError.EastNorthM2),
                Bits(track.State.PositionError.NorthM2),
                Bits(track.State.Plane.Cross.EE), Bits(track.State.Plane.Cross.EN),
                Bits(track.State.Plane.Cross.NE), Bits(track.State.Plane.Cross.NN),
                Bits(track.State.Plane.VelocityError.EastM2),
                Bits(track.State.Plane.VelocityError.EastNorthM2), Bits(track.State.Plane.VelocityError.NorthM2),
            }));
        return string.Join('\n', lines);
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    private static bool[] Feed(Tracker tracker, Scene scene)
    {
        TrackUpdate update = default;
        return [.. scene.Observations.ToArray().Select(observation => tracker.Update(in observation, ref update))];
    }

    private static List<TrackUpdate> Updates(Tracker tracker, Scene scene)
    {
        var updates = new List<TrackUpdate>();
        foreach (ref readonly var observation in scene.Observations)
        {
            TrackUpdate update = default;
            if (tracker.Update(in observation, ref update))
            {
                updates.Add(update);
            }
        }

        return updates;
    }
}
