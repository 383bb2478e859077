using System.Text.Json;

namespace Trucewatch.Feeds.ModeS;

/// <content>Comm-B registers.</content>
internal sealed partial class ModeSPrinter
{
    private static readonly (Registers Register, string Name)[] registerNames =
    [
        (Registers.Bds10, "BDS10"), (Registers.Bds17, "BDS17"), (Registers.Bds20, "BDS20"), (Registers.Bds30, "BDS30"),
        (Registers.Bds40, "BDS40"), (Registers.Bds45, "BDS45"), (Registers.Bds50, "BDS50"), (Registers.Bds60, "BDS60"),
    ];

    /// <summary>Text of each set of registers, so that none is made for a message.</summary>
    private static readonly JsonEncodedText[] registerTexts =
    [
        .. Enumerable.Range(0, 256).Select(set => JsonEncodedText.Encode(string.Join(
            ',', registerNames.Where(known => (set & (int)known.Register) != 0).Select(known => known.Name)))),
    ];

    /// <summary>Registers of a common usage report, by bit.</summary>
    private static readonly string[] commonRegisters =
    [
        "BDS05", "BDS06", "BDS07", "BDS08", "BDS09", "BDS0A", "BDS20", "BDS21", "BDS40", "BDS41", "BDS42", "BDS43",
        "BDS44", "BDS45", "BDS48", "BDS50", "BDS51", "BDS52", "BDS53", "BDS54", "BDS55", "BDS56", "BDS5F", "BDS60",
    ];

    /// <summary>The registers that fit; where it is one, what it says. Where several fit, nothing is known.</summary>
    private void WriteCommB(MessageBits body, int feet)
    {
        var registers = CommB.Infer(body, feet);
        if (registers == Registers.None)
        {
            return;
        }

        json.WriteString("bds"u8, registerTexts[(int)registers]);
        switch (registers)
        {
            case Registers.Bds10:
                WriteDataLink(body);
                break;
            case Registers.Bds17:
                WriteCommonUsage(body);
                break;
            case Registers.Bds20:
                WriteCallSign(body);
                break;
            case Registers.Bds30:
                WriteAdvisory(body);
                break;
            case Registers.Bds40:
                WriteIntention(body);
                break;
            case Registers.Bds45:
                WriteHazard(body);
                break;
            case Registers.Bds50:
                WriteTrackAndTurn(body);
                break;
            case Registers.Bds60:
                WriteHeadingAndSpeed(body);
                break;
            default:
                break;
        }
    }

    private void WriteDataLink(MessageBits body)
    {
        json.WriteBoolean("overlay_capable"u8, body[15]);
        json.WriteBoolean("acas_operational"u8, body[16]);
        json.WriteNumber("subnetwork_version"u8, body.Unsigned(17, 23));
        json.WriteBoolean("identification_capable"u8, body[33]);
    }

    private void WriteCommonUsage(MessageBits body)
    {
        json.WriteStartArray("registers"u8);
        for (var bit = 1; bit <= commonRegisters.Length; bit++)
        {
            if (body[bit])
            {
                json.WriteStringValue(commonRegisters[bit - 1]);
            }
        }

        json.WriteEndArray();
    }

    private void WriteIntention(MessageBits body)
    {
        WriteStated(body, 1, "selected_altitude_mcp", body.Unsigned(2, 13), 16);
        WriteStated(body, 14, "selected_altitude_fms", body.Unsigned(15, 26), 16);
        if (body[27])
        {
            WriteScaled("baro_pressure_setting", body.Unsigned(28, 39), 0.1, 800, "F1");
        }

        if (body[48])
        {
            json.WriteBoolean("vnav_mode"u8, body[49]);
            json.WriteBoolean("altitude_hold_mode"u8, body[50]);
            json.WriteBoolean("approach_mode"u8, body[51]);
        }

        WriteStated(body, 54, "target_altitude_source", body.Unsigned(55, 56), 1);
    }

    private void WriteHazard(MessageBits body)
    {
        WriteStated(body, 1, "turbulence", body.Unsigned(2, 3), 1);
        WriteStated(body, 4, "wind_shear", body.Unsigned(5, 6), 1);
        WriteStated(body, 7, "microburst", body.Unsigned(8, 9), 1);
        WriteStated(body, 10, "icing", body.Unsigned(11, 12), 1);
        WriteStated(body, 13, "wake_vortex", body.Unsigned(14, 15), 1);
        WriteStated(body, 16, "static_air_temperature", body.Signed(17, 26), 0.25);
        WriteStated(body, 27, "static_pressure", body.Unsigned(28, 38), 1);
        WriteStated(body, 39, "radio_height", body.Unsigned(40, 51), 16);
    }

    private void WriteTrackAndTurn(MessageBits body)
    {
        WriteStated(body, 1, "roll", body.Signed(2, 11), 45.0 / 256);
        WriteStatedAngle(body, 12, "true_track", body.Signed(13, 23), 90.0 / 512, 2048);
        WriteStated(body, 24, "groundspeed", body.Unsigned(25, 34), 2);
        WriteStated(body, 35, "track_rate", body.Signed(36, 45), 8.0 / 256);
        WriteStated(body, 46, "true_airspeed", body.Unsigned(47, 56), 2);
    }

    private void WriteHeadingAndSpeed(MessageBits body)
    {
        WriteStatedAngle(body, 1, "magnetic_heading", body.Signed(2, 12), 90.0 / 512, 2048);
        WriteStated(body, 13, "indicated_airspeed", body.Unsigned(14, 23), 1);
        if (body[24])
        {
            WriteScaled("mach", body.Unsigned(25, 34), 0.004, 0, "F3");
        }

        WriteStated(body, 35, "baro_vertical_rate", body.Signed(36, 45), 32);
        WriteStated(body, 46, "inertial_vertical_rate", body.Signed(47, 56), 32);
    }

    /// <summary>A value whose status bit is set; its unit is a power of two, so that it prints exactly.</summary>
    private void WriteStated(MessageBits body, int status, string name, long raw, double unit)
    {
        if (body[status])
        {
            json.WriteNumber(name, unscaled ? raw : raw * unit);
        }
    }

    /// <summary>A direction of -180 to 180 degrees as 0 to 360.</summary>
    private void WriteStatedAngle(MessageBits body, int status, string name, int raw, double unit, int circle) =>
        WriteStated(body, status, name, raw < 0 && !unscaled ? raw + circle : raw, unit);
}
