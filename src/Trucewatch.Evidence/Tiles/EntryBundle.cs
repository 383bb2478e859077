using System.Buffers.Binary;

namespace Trucewatch.Evidence.Tiles;

/// <summary>An entry bundle: up to 256 entries, each after its length as a big-endian 16-bit number.</summary>
public static class EntryBundle
{
    /// <summary>The longest entry, in bytes; larger things go into the log by their digest.</summary>
    public const int MaxEntryBytes = ushort.MaxValue;

    /// <summary>The longest bundle, in bytes.</summary>
    public const int MaxBytes = TilePath.FullWidth * (MaxEntryBytes + sizeof(ushort));

    /// <summary>
    /// Cuts a bundle into its entries; false where it does not hold exactly <paramref name="width"/> of them.
    /// </summary>
    public static bool TryRead(ReadOnlyMemory<byte> bundle, int width, List<ReadOnlyMemory<byte>> entries)
    {
        entries.Clear();
        while (!bundle.IsEmpty)
        {
            if (entries.Count == width || bundle.Length < sizeof(ushort))
            {
                return false;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.Span);
            if (length > bundle.Length - sizeof(ushort))
            {
                return false;
            }

            entries.Add(bundle.Slice(sizeof(ushort), length));
            bundle = bundle[(sizeof(ushort) + length)..];
        }

        return entries.Count == width;
    }

    /// <summary>Appends one entry to the bytes of a bundle.</summary>
    internal static void Append(MemoryStream bundle, ReadOnlySpan<byte> entry)
    {
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)entry.Length));
        bundle.Write(length);
        bundle.Write(entry);
    }
}
