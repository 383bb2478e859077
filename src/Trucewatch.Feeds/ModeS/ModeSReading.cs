using Trucewatch.Geo;

namespace Trucewatch.Feeds.ModeS;

/// <summary>Where a message's address comes from.</summary>
internal enum AddressSource
{
    /// <summary>There is none: the message names nobody.</summary>
    None,

    /// <summary>Announced in clear, and the parity holds.</summary>
    Announced,

    /// <summary>
    /// Laid over the parity, and an aircraft with this address announced itself lately; that the message is whole is
    /// likely.
    /// </summary>
    ParityKnown,

    /// <summary>
    /// Laid over the parity, and nobody with this address has been heard: a damaged message looks the same.
    /// </summary>
    ParityUnknown,
}

/// <summary>A message with what the feed's memory adds to it.</summary>
internal struct ModeSReading
{
    /// <summary>The message.</summary>
    public ModeSMessage Message;

    /// <summary>Its address, 24 bits.</summary>
    public uint Address;

    /// <summary>Where the address comes from.</summary>
    public AddressSource Source;

    /// <summary>True when the address is not one that ICAO gave to an aircraft.</summary>
    public bool IsOtherAddress;

    /// <summary>The interrogator's code in an all-call reply, 0 to 79.</summary>
    public uint Interrogator;

    /// <summary>The bit that was turned, from 0, or -1.</summary>
    public int CorrectedBit;

    /// <summary>Place of the aircraft in the table, or <see cref="AircraftTable.None"/>.</summary>
    public int Place;

    /// <summary>When, on the feed's line of time.</summary>
    public long AtUs;

    /// <summary>True when <see cref="Position"/> is known.</summary>
    public bool HasPosition;

    /// <summary>Where the aircraft was.</summary>
    public GeoPoint Position;
}
