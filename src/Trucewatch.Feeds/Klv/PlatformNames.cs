using System.Text;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Klv;

/// <summary>What a platform says of itself, in the nouns of an observation.</summary>
/// <param name="Identity">Its identity, or none.</param>
/// <param name="Track">The number it is followed by; 0: none.</param>
/// <param name="Description">Its words.</param>
internal sealed record PlatformName(ObjectIdentity Identity, uint Track, ObjectDescription? Description)
{
    /// <summary>A platform that says nothing of itself.</summary>
    public static readonly PlatformName Unnamed = new(ObjectIdentity.None, 0, null);
}

/// <summary>
/// Remembers the platforms seen, so that a known one costs no allocation. It only saves memory: nothing that is put out
/// depends on what it remembers.
/// </summary>
internal sealed class PlatformNames
{
    /// <summary>Most platforms remembered; a feed has one or two.</summary>
    public const int MaxPlatforms = 16;

    /// <summary>Numbers from here up are platforms, so that they never meet the number of a target.</summary>
    public const uint FirstTrack = 0x8000_0000;

    private const int ManufacturerLength = 4;
    private const int MaxSerialLength = 15;

    private readonly (ulong Hash, byte[] Words, PlatformName Name)[] known =
        new (ulong, byte[], PlatformName)[MaxPlatforms];

    private int count;
    private int oldest;

    /// <summary>The name of the platform of a set.</summary>
    public PlatformName Find(KlvSet set, ReadOnlySpan<byte> value)
    {
        var tail = Words(set.Bytes(UasItems.TailNumberTag, value));
        var designation = Words(set.Bytes(UasItems.DesignationTag, value));
        var callSign = Words(set.Bytes(UasItems.CallSignTag, value));
        var hash = Mix(Mix(Mix(14_695_981_039_346_656_037, tail), designation), callSign);
        if (tail.IsEmpty && designation.IsEmpty && callSign.IsEmpty)
        {
            return PlatformName.Unnamed;
        }

        for (var i = 0; i < count; i++)
        {
            if (known[i].Hash == hash && IsSame(known[i].Words, tail, designation, callSign))
            {
                return known[i].Name;
            }
        }

        var made = new PlatformName(
            IsSerial(tail) ? ObjectIdentity.RemoteId(Encoding.ASCII.GetString(tail)) : ObjectIdentity.None,
            FirstTrack | (uint)(hash ^ (hash >> 32)),
            new ObjectDescription(
                Encoding.UTF8.GetString(tail),
                Encoding.UTF8.GetString(callSign),
                Encoding.UTF8.GetString(designation),
                LengthM: 0,
                BeamM: 0));
        known[oldest] = (hash, [.. tail, 0, .. designation, 0, .. callSign], made);
        count = Math.Max(count, oldest + 1);
        oldest = (oldest + 1) % MaxPlatforms;
        return made;
    }

    /// <summary>
    /// True for a text in the form of a serial number of Remote ID (ANSI/CTA-2063-A): four letters or digits of the
    /// manufacturer, one hexadecimal digit that says how many follow, and those; without the letters I and O.
    /// </summary>
    public static bool IsSerial(ReadOnlySpan<byte> text)
    {
        if (text.Length <= ManufacturerLength + 1 || text.Length > ManufacturerLength + 1 + MaxSerialLength)
        {
            return false;
        }

        foreach (var sign in text)
        {
            var isLetter = char.IsAsciiLetterUpper((char)sign) && sign is not ((byte)'I' or (byte)'O');
            if (!isLetter && !char.IsAsciiDigit((char)sign))
            {
                return false;
            }
        }

        var length = text[ManufacturerLength];
        var said = char.IsAsciiDigit((char)length) ? length - '0' : length - 'A' + 10;
        return said == text.Length - ManufacturerLength - 1;
    }

    /// <summary>Words without the blanks and zero bytes that pad them.</summary>
    private static ReadOnlySpan<byte> Words(ReadOnlySpan<byte> item) => item.Trim(" \0"u8);

    private static bool IsSame(
        ReadOnlySpan<byte> words,
        ReadOnlySpan<byte> tail,
        ReadOnlySpan<byte> designation,
        ReadOnlySpan<byte> callSign) =>
        words.Length == tail.Length + designation.Length + callSign.Length + 2
        && words.StartsWith(tail) && words[tail.Length] == 0
        && words[(tail.Length + 1)..].StartsWith(designation) && words[tail.Length + 1 + designation.Length] == 0
        && words.EndsWith(callSign);

    /// <summary>FNV-1a of 64 bits, the same in every run, with an end after the text.</summary>
    private static ulong Mix(ulong hash, ReadOnlySpan<byte> text)
    {
        foreach (var part in text)
        {
            hash = (hash ^ part) * 1_099_511_628_211;
        }

        return (hash ^ 0xFF) * 1_099_511_628_211;
    }
}
