namespace Trucewatch.Feeds.Ais;

/// <summary>How a field's bits are meant, and so how they are printed.</summary>
internal enum AisMeaning
{
    /// <summary>An unsigned number.</summary>
    Number,

    /// <summary>A yes or no.</summary>
    Flag,

    /// <summary>A 6-bit text.</summary>
    Text,

    /// <summary>Navigation status, with its legend.</summary>
    Status,

    /// <summary>Navigation status of a long-range report: the legend only when scaled.</summary>
    LongRangeStatus,

    /// <summary>Rate of turn: 4.733 times the root of degrees a minute, with its sign; -128 is not known.</summary>
    Turn,

    /// <summary>Speed in tenths of a knot, class A; 1023 is not known, 1022 is that or more.</summary>
    SpeedTenths,

    /// <summary>Speed in knots; 1023 is not known, 1022 is that or more.</summary>
    SpeedWhole,

    /// <summary>A number in tenths.</summary>
    Tenths,

    /// <summary>Longitude or latitude in ten-thousandths of a minute, signed.</summary>
    FineAngle,

    /// <summary>Longitude or latitude in tenths of a minute, signed.</summary>
    CoarseAngle,

    /// <summary>Altitude in metres; 4095 is not known, 4094 is that or more.</summary>
    Altitude,

    /// <summary>Kind of position fixing device, with its legend.</summary>
    FixDevice,

    /// <summary>Ship and cargo type, with its legend.</summary>
    ShipType,

    /// <summary>Kind of aid to navigation, with its legend.</summary>
    AidType,

    /// <summary>Month, day, hour and minute of an estimated arrival, in UTC.</summary>
    Arrival,

    /// <summary>Year to second, in UTC.</summary>
    Timestamp,

    /// <summary>The name of an aid to navigation, which goes on in the message's extension.</summary>
    AidName,
}

/// <summary>One field of a message.</summary>
/// <param name="Name">Its name in the printed object.</param>
/// <param name="Start">First bit, from 0.</param>
/// <param name="Width">Number of bits; for texts six a letter.</param>
/// <param name="Meaning">How its bits are meant.</param>
internal readonly record struct AisField(string Name, int Start, int Width, AisMeaning Meaning);

/// <summary>One kind of message.</summary>
/// <param name="MinBits">Fewest bits that hold all fields.</param>
/// <param name="MaxBits">Most bits that a sender's padding may bring.</param>
/// <param name="Printed">The fields, in printed order.</param>
internal sealed record AisLayout(int MinBits, int MaxBits, AisField[] Printed);
