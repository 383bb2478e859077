using System.Buffers.Binary;

namespace Trucewatch.Evidence.Notes;

/// <summary>One signature line of a note: who, which key, and the signature itself.</summary>
public readonly record struct NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The line as it stands in a note, with its line feed.</summary>
    public string ToLine()
    {
        var value = new byte[sizeof(uint) + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(value, KeyId);
        Bytes.CopyTo(value.AsMemory(sizeof(uint)));
        return $"\u2014 {Name} {Convert.ToBase64String(value)}\n";
    }
}
