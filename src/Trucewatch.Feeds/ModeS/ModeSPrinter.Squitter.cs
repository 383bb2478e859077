namespace Trucewatch.Feeds.ModeS;

/// <content>Extended squitters.</content>
internal sealed partial class ModeSPrinter
{
    private static readonly string[] emergencies =
    [
        "none", "general", "medical", "minimum_fuel", "no_communications", "unlawful_interference", "downed",
        "reserved",
    ];

    private void WriteSquitter(in ModeSReading reading)
    {
        var body = reading.Message.Body;
        var type = reading.Message.TypeCode;
        json.WriteNumber("typecode"u8, type);
        switch (type)
        {
            case 0:
                WriteAltitude12(body, isGnss: false);
                break;
            case <= 4:
                json.WriteNumber("category"u8, body.Unsigned(6, 8));
                json.WriteString("emitter"u8, Emitter.Code(type, body.Unsigned(6, 8)));
                WriteCallSign(body);
                break;
            case <= 8:
                WriteMovement(body);
                WritePosition(reading);
                break;
            case 19:
                WriteVelocity(body);
                break;
            case <= 22:
                json.WriteNumber("surveillance_status"u8, body.Unsigned(6, 7));
                WriteAltitude12(body, isGnss: type >= 20);
                WritePosition(reading);
                break;
            case 28:
                WriteStatus(body);
                break;
            case 29:
                WriteTarget(body);
                break;
            case 31:
                WriteOperation(body);
                break;
            default:
                WriteBits("me", body);
                break;
        }
    }

    private void WriteCallSign(MessageBits body)
    {
        Span<byte> letters = stackalloc byte[CallSign.Length];
        var length = CallSign.Read(body, 9, letters);
        if (length >= 0)
        {
            json.WriteString("callsign"u8, letters[..length]);
        }
    }

    private void WriteAltitude12(MessageBits body, bool isGnss)
    {
        var code = body.Unsigned(9, 20);
        var feet = AltitudeCode.Feet12(code);
        if (code == 0 || (feet == AltitudeCode.NotKnown && !unscaled))
        {
            return;
        }

        json.WriteNumber("altitude"u8, unscaled ? code : feet);
        json.WriteString("altitude_source"u8, isGnss ? "gnss"u8 : "baro"u8);
    }

    private void WriteMovement(MessageBits body)
    {
        var code = body.Unsigned(6, 12);
        if (unscaled)
        {
            json.WriteNumber("groundspeed"u8, code);
        }
        else if (Velocity.MovementKn(code) is var knots && double.IsFinite(knots))
        {
            json.WriteNumber("groundspeed"u8, knots);
        }

        WriteStated(body, 13, "track", body.Unsigned(14, 20), 360.0 / 128);
    }

    private void WritePosition(in ModeSReading reading)
    {
        var body = reading.Message.Body;
        json.WriteNumber("cpr_format"u8, body.Unsigned(22, 22));
        json.WriteNumber("cpr_lat"u8, body.Unsigned(23, 39));
        json.WriteNumber("cpr_lon"u8, body.Unsigned(40, 56));
        json.WriteBoolean("utc_synchronised"u8, body[21]);
        if (reading.HasPosition)
        {
            WriteDecimals("lat", reading.Position.LatitudeDeg, "F6");
            WriteDecimals("lon", reading.Position.LongitudeDeg, "F6");
        }

        ref var aircraft = ref reader.Table[reading.Place];
        var type = reading.Message.TypeCode;
        var version = PositionQuality.VersionOf(aircraft, reading.AtUs);
        if (version is 0 or Aircraft.NoVersion)
        {
            json.WriteNumber("nuc_p"u8, PositionQuality.Uncertainty(type));
        }
        else
        {
            var supplementB = ModeSReader.SupplementB(reading.Message);
            json.WriteNumber(
                "nic"u8, PositionQuality.Integrity(aircraft, type, supplementB, reading.AtUs, out var radiusM));
            if (double.IsFinite(radiusM))
            {
                WriteDecimals("containment_radius_m", radiusM, "F1");
            }
        }

        if (reading.AtUs - aircraft.QualityAtUs <= PositionQuality.AccuracyUs)
        {
            json.WriteNumber("nac_p"u8, aircraft.Accuracy);
        }
    }

    private void WriteVelocity(MessageBits body)
    {
        var subtype = body.Unsigned(6, 8);
        json.WriteNumber("subtype"u8, subtype);
        json.WriteNumber("nac_v"u8, body.Unsigned(11, 13));
        if (subtype is 1 or 2)
        {
            WriteGroundVelocity(body);
        }
        else if (subtype is 3 or 4)
        {
            WriteStated(body, 14, "heading", body.Unsigned(15, 24), 360.0 / 1024);
            var raw = body.Unsigned(26, 35);
            if (raw != 0)
            {
                var name = body[25] ? "true_airspeed" : "indicated_airspeed";
                json.WriteNumber(name, unscaled ? raw : (raw - 1) * (subtype == 4 ? 4u : 1u));
            }
        }

        if (subtype is >= 1 and <= 4)
        {
            WriteVertical(body);
        }
    }

    private void WriteGroundVelocity(MessageBits body)
    {
        if (unscaled)
        {
            json.WriteNumber("east_west"u8, body.Unsigned(14, 24));
            json.WriteNumber("north_south"u8, body.Unsigned(25, 35));
        }
        else if (Velocity.TryReadParts(body, out var eastKn, out var northKn))
        {
            WriteDecimals("groundspeed", Math.Sqrt(((double)eastKn * eastKn) + ((double)northKn * northKn)), "F2");
            WriteDecimals("track", Velocity.CourseDeg(eastKn, northKn), "F4");
        }
    }

    private void WriteVertical(MessageBits body)
    {
        var rate = (int)body.Unsigned(38, 46);
        if (rate != 0)
        {
            var sign = body[37] ? -1 : 1;
            json.WriteNumber("vertical_rate"u8, unscaled ? rate * sign : (rate - 1) * 64 * sign);
            json.WriteString("vertical_rate_source"u8, body[36] ? "baro"u8 : "gnss"u8);
        }

        var difference = (int)body.Unsigned(50, 56);
        if (difference != 0)
        {
            var sign = body[49] ? -1 : 1;
            json.WriteNumber("geo_minus_baro"u8, unscaled ? difference * sign : (difference - 1) * 25 * sign);
        }
    }

    private void WriteStatus(MessageBits body)
    {
        var subtype = body.Unsigned(6, 8);
        json.WriteNumber("subtype"u8, subtype);
        if (subtype == 1)
        {
            var state = body.Unsigned(9, 11);
            json.WriteNumber("emergency_state"u8, state);
            json.WriteString("emergency"u8, emergencies[state]);
            if (body.Unsigned(12, 24) != 0)
            {
                WriteSquawk("squawk", AltitudeCode.ModeA(body.Unsigned(12, 24)));
            }
        }
        else if (subtype == 2)
        {
            WriteAdvisory(body);
        }
    }

    private void WriteTarget(MessageBits body)
    {
        var subtype = body.Unsigned(6, 7);
        json.WriteNumber("subtype"u8, subtype);
        if (subtype == 1)
        {
            WriteTargetSecond(body);
        }
        else if (subtype == 0)
        {
            json.WriteNumber("vertical_source"u8, body.Unsigned(8, 9));
            json.WriteNumber("vertical_mode"u8, body.Unsigned(14, 15));
            WriteScaled("target_altitude", body.Unsigned(16, 25), 100, -1000, "F0");
            json.WriteNumber("horizontal_source"u8, body.Unsigned(26, 27));
            json.WriteNumber("target_angle"u8, body.Unsigned(28, 36));
            json.WriteBoolean("target_angle_is_track"u8, body[37]);
            json.WriteNumber("horizontal_mode"u8, body.Unsigned(38, 39));
            json.WriteNumber("emergency_state"u8, body.Unsigned(54, 56));
        }

        if (subtype <= 1)
        {
            json.WriteNumber("nac_p"u8, body.Unsigned(40, 43));
            json.WriteNumber("nic_baro"u8, body.Unsigned(44, 44));
            json.WriteNumber("sil"u8, body.Unsigned(45, 46));
        }
    }

    private void WriteTargetSecond(MessageBits body)
    {
        json.WriteNumber("sil_supplement"u8, body.Unsigned(8, 8));
        if (body.Unsigned(10, 20) is not 0 and var altitude)
        {
            json.WriteNumber("selected_altitude"u8, unscaled ? altitude : (altitude - 1) * 32);
            json.WriteString("selected_altitude_source"u8, body[9] ? "fms"u8 : "mcp"u8);
        }

        if (body.Unsigned(21, 29) is not 0 and var pressure)
        {
            WriteScaled("baro_pressure_setting", pressure, 0.8, 800 - 0.8, "F1");
        }

        WriteStated(body, 30, "selected_heading", body.Unsigned(31, 39), 360.0 / 512);
        if (body[47])
        {
            json.WriteBoolean("autopilot"u8, body[48]);
            json.WriteBoolean("vnav_mode"u8, body[49]);
            json.WriteBoolean("altitude_hold_mode"u8, body[50]);
            json.WriteBoolean("approach_mode"u8, body[52]);
            json.WriteBoolean("lnav_mode"u8, body[54]);
        }

        json.WriteBoolean("tcas_operational"u8, body[53]);
    }

    private void WriteOperation(MessageBits body)
    {
        var subtype = body.Unsigned(6, 8);
        var version = body.Unsigned(41, 43);
        json.WriteNumber("subtype"u8, subtype);
        json.WriteNumber("version"u8, version);
        if (version == 0 || subtype > 1)
        {
            return;
        }

        json.WriteNumber("nic_a"u8, body.Unsigned(44, 44));
        json.WriteNumber("nac_p"u8, body.Unsigned(45, 48));
        json.WriteNumber("sil"u8, body.Unsigned(51, 52));
        json.WriteString("heading_reference"u8, body[54] ? "magnetic"u8 : "true"u8);
        json.WriteBoolean("tcas_advisory_active"u8, body[27]);
        json.WriteBoolean("ident_active"u8, body[28]);
        if (version >= 2)
        {
            json.WriteBoolean("single_antenna"u8, body[30]);
            json.WriteNumber("system_design_assurance"u8, body.Unsigned(31, 32));
            json.WriteNumber("sil_supplement"u8, body.Unsigned(55, 55));
        }

        if (subtype == 0)
        {
            // Version 1 sends here that there is no collision avoidance, version 2 that there is.
            json.WriteBoolean("tcas_operational"u8, version >= 2 ? body[11] : !body[11]);
            json.WriteNumber("gva"u8, body.Unsigned(49, 50));
            json.WriteNumber("nic_baro"u8, body.Unsigned(53, 53));
        }
        else
        {
            json.WriteNumber("size_code"u8, body.Unsigned(21, 24));
            json.WriteString("track_reference"u8, body[53] ? "heading"u8 : "track"u8);
            if (version >= 2)
            {
                json.WriteNumber("nic_c"u8, body.Unsigned(20, 20));
                json.WriteNumber("nac_v"u8, body.Unsigned(17, 19));
                json.WriteNumber("antenna_offset"u8, body.Unsigned(33, 40));
            }
        }
    }
}
