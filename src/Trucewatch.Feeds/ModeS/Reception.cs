using Trucewatch.Domain;

namespace Trucewatch.Feeds.ModeS;

/// <summary>What the receiver says about a message beside its bits.</summary>
/// <param name="ReceivedAt">When the intake received the frame.</param>
/// <param name="Ticks">The receiver's counter of 12 MHz, 48 bits; 0 when it gives none.</param>
/// <param name="Signal">Signal level 0 to 255, or -1 when not given.</param>
internal readonly record struct Reception(Instant ReceivedAt, ulong Ticks = 0, int Signal = -1)
{
    /// <summary>
    /// What servers put in place of the counter for positions that were computed from several receivers: the bytes
    /// FF 00 and "MLAT".
    /// </summary>
    public const ulong MultilaterationMark = 0xFF00_4D4C_4154;

    /// <summary>True when the position was computed from several receivers' times and not sent by the aircraft.
    /// </summary>
    public bool IsMultilateration => Ticks == MultilaterationMark;
}
