using System.Collections.Immutable;

namespace Trucewatch.Feeds.Profiles;

/// <summary>The values of one row, one for each source of a profile; filled and emptied again and again.</summary>
internal sealed class ProfileRow
{
    private readonly (int Start, int Length)[] values;
    private byte[] text = new byte[1024];
    private int length;

    /// <summary>Makes the row of a profile.</summary>
    public ProfileRow(Profile profile)
    {
        values = new (int, int)[profile.Sources.Length];
        Clear();
    }

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        length = 0;
        Array.Fill(values, (0, -1));
    }

    /// <summary>True when the source has a value, be it an empty one.</summary>
    public bool Has(int source) => values[source].Length >= 0;

    /// <summary>The value of a source; empty where it has none.</summary>
    public ReadOnlySpan<byte> this[int source] =>
        text.AsSpan(values[source].Start, Math.Max(0, values[source].Length));

    /// <summary>Takes over the value of a source.</summary>
    public void Set(int source, ReadOnlySpan<byte> value)
    {
        var start = Append(value);
        values[source] = (start, value.Length);
    }

    /// <summary>The values of sources with a space between them; empty where all are.</summary>
    public ReadOnlySpan<byte> Join(ImmutableArray<int> sources)
    {
        if (sources.Length == 1)
        {
            return this[sources[0]];
        }

        var (start, isEmpty) = (length, true);
        foreach (var source in sources)
        {
            isEmpty &= this[source].IsEmpty;
            Append(length == start ? ""u8 : " "u8);
            var (from, count) = values[source];
            Reserve(Math.Max(0, count));
            text.AsSpan(from, Math.Max(0, count)).CopyTo(text.AsSpan(length));
            length += Math.Max(0, count);
        }

        return isEmpty ? [] : text.AsSpan(start, length - start);
    }

    private int Append(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(text.AsSpan(length));
        length += value.Length;
        return length - value.Length;
    }

    private void Reserve(int count)
    {
        if (length + count > text.Length)
        {
            Array.Resize(ref text, Math.Max(text.Length * 2, length + count));
        }
    }
}
