using Trucewatch.Domain.Looks;

namespace Trucewatch.Domain.Observations;

/// <summary>Growable arrays of observations and looks that are filled and emptied again and again.</summary>
public sealed class ObservationBuffer
{
    /// <summary>Room at first: much more would make a buffer a large object, which only a full collection frees.
    /// </summary>
    private const int FirstItems = 64;

    private Observation[] items = new Observation[FirstItems];
    private Look[] looks = [];

    /// <summary>Number of observations.</summary>
    public int Count { get; private set; }

    /// <summary>The observations.</summary>
    public ReadOnlySpan<Observation> Items => items.AsSpan(0, Count);

    /// <summary>
    /// Appends an empty observation, with speed, course and height not known, and gives it to be filled in.
    /// </summary>
    public ref Observation Add()
    {
        if (Count == items.Length)
        {
            Array.Resize(ref items, Count * 2);
        }

        ref var item = ref items[Count++];
        Empty(ref item);
        item.SpeedMps = double.NaN;
        item.CourseDeg = double.NaN;
        item.HeightM = double.NaN;
        item.HeightSigmaM = double.NaN;
        return ref item;
    }

    /// <summary>One observation, to be put right by whoever knows more than its decoder.</summary>
    public ref Observation this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return ref items[index];
        }
    }

    /// <summary>Number of looks.</summary>
    public int LookCount { get; private set; }

    /// <summary>The looks, in the order of their frames.</summary>
    public ReadOnlySpan<Look> Looks => looks.AsSpan(0, LookCount);

    /// <summary>Appends an empty look, with clouds and chance not known, and gives it to be filled in.</summary>
    public ref Look AddLook()
    {
        if (LookCount == looks.Length)
        {
            Array.Resize(ref looks, Math.Max(64, LookCount * 2));
        }

        ref var look = ref looks[LookCount++];
        look = default;
        look.CloudShare = double.NaN;
        look.DetectionProbability = double.NaN;
        return ref look;
    }

    /// <summary>One look, to be put right by whoever knows more than its decoder.</summary>
    public ref Look LookAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)LookCount, nameof(index));
        return ref looks[index];
    }

    /// <summary>Takes back what was appended after so many observations and looks.</summary>
    public void Truncate(int count, int lookCount)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Count, nameof(count));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)lookCount, (uint)LookCount, nameof(lookCount));
        (Count, LookCount) = (count, lookCount);
    }

    /// <summary>Empties the buffer and keeps its memory.</summary>
    public void Clear() => (Count, LookCount) = (0, 0);

    // Member by member: a structure with references in it is otherwise emptied in small steps, which is most of what an
    // observation costs. The tests hold that none is forgotten.
    private static void Empty(ref Observation item)
    {
        item.Frame = default;
        item.EarlierParts = 0;
        item.Kind = default;
        item.Identity = default;
        item.Class = default;
        item.At = default;
        item.ReceivedAt = default;
        item.HasSourceTime = false;
        item.HasPosition = false;
        item.Sensor = null;
        item.IsAuthenticated = false;
        item.IsExercise = false;
        item.HasAssumedError = false;
        item.NavigationAccuracy = null;
        item.NavigationIntegrity = null;
        item.Position = default;
        item.PositionError = default;
        item.HeightReference = default;
        item.Polar = default;
        item.SourceTrack = 0;
        item.Event = default;
        item.Description = null;
        item.Report = null;
    }
}
