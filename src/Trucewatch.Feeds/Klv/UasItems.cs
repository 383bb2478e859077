namespace Trucewatch.Feeds.Klv;

/// <summary>The items of the UAS datalink local set that are read (MISB ST 0601), by tag.</summary>
internal static class UasItems
{
    // What the observer asks for by name.
    public const int ChecksumTag = 1;
    public const int TimeTag = 2;
    public const int MissionTag = 3;
    public const int TailNumberTag = 4;
    public const int HeadingTag = 5;
    public const int PitchTag = 6;
    public const int RollTag = 7;
    public const int DesignationTag = 10;
    public const int ImageSourceTag = 11;
    public const int SensorLatitudeTag = 13;
    public const int SensorLongitudeTag = 14;
    public const int SensorAltitudeTag = 15;
    public const int HorizontalFovTag = 16;
    public const int VerticalFovTag = 17;
    public const int RelativeAzimuthTag = 18;
    public const int RelativeElevationTag = 19;
    public const int RelativeRollTag = 20;
    public const int SlantRangeTag = 21;
    public const int TargetWidthTag = 22;
    public const int CentreLatitudeTag = 23;
    public const int CentreLongitudeTag = 24;
    public const int CentreElevationTag = 25;
    public const int OffsetCornersTag = 26;
    public const int SecurityTag = 48;
    public const int GroundSpeedTag = 56;
    public const int CallSignTag = 59;
    public const int VersionTag = 65;
    public const int VmtiTag = 74;
    public const int EllipsoidHeightTag = 75;
    public const int ModeTag = 77;
    public const int CentreHeightTag = 78;
    public const int NorthVelocityTag = 79;
    public const int EastVelocityTag = 80;
    public const int CornersTag = 82;
    public const int PitchFullTag = 90;
    public const int RollFullTag = 91;
    public const int WideTargetWidthTag = 96;
    public const int WideEllipsoidHeightTag = 104;
    public const int CourseTag = 112;
    public const int GroundHeightTag = 113;
    public const int RadarHeightTag = 114;
    public const int LeapSecondsTag = 136;
    public const int CorrectionTag = 137;

    /// <summary>Greatest tag of the standard.</summary>
    public const int MaxTag = 143;

    private const double Height = 19_000;
    private const double WideHeight = 40_000;
    private const double Lowest = -900;

    private static readonly KlvItem?[] Table = Indexed(
    [
        new(1, "checksum", KlvForm.Count, 2),
        new(2, "precision_time_stamp", KlvForm.Time, 8),
        new(3, "mission_id", KlvForm.Text),
        new(4, "platform_tail_number", KlvForm.Text),
        new(5, "platform_heading", KlvForm.Unsigned, 2, 0, 360),
        new(6, "platform_pitch", KlvForm.Signed, 2, -20, 20),
        new(7, "platform_roll", KlvForm.Signed, 2, -50, 50),
        new(8, "platform_true_airspeed", KlvForm.Count, 1),
        new(9, "platform_indicated_airspeed", KlvForm.Count, 1),
        new(10, "platform_designation", KlvForm.Text),
        new(11, "image_source_sensor", KlvForm.Text),
        new(12, "image_coordinate_system", KlvForm.Text),
        new(13, "sensor_latitude", KlvForm.Signed, 4, -90, 90),
        new(14, "sensor_longitude", KlvForm.Signed, 4, -180, 180),
        new(15, "sensor_true_altitude", KlvForm.Unsigned, 2, Lowest, Height),
        new(16, "sensor_horizontal_fov", KlvForm.Unsigned, 2, 0, 180),
        new(17, "sensor_vertical_fov", KlvForm.Unsigned, 2, 0, 180),
        new(18, "sensor_relative_azimuth", KlvForm.Unsigned, 4, 0, 360),
        new(19, "sensor_relative_elevation", KlvForm.Signed, 4, -180, 180),
        new(20, "sensor_relative_roll", KlvForm.Unsigned, 4, 0, 360),
        new(21, "slant_range", KlvForm.Unsigned, 4, 0, 5_000_000),
        new(22, "target_width", KlvForm.Unsigned, 2, 0, 10_000),
        new(23, "frame_center_latitude", KlvForm.Signed, 4, -90, 90),
        new(24, "frame_center_longitude", KlvForm.Signed, 4, -180, 180),
        new(25, "frame_center_elevation", KlvForm.Unsigned, 2, Lowest, Height),
        .. Corners(26, "offset_corner", 2, 0.075, 0.075),
        new(34, "icing_detected", KlvForm.Count, 1),
        new(35, "wind_direction", KlvForm.Unsigned, 2, 0, 360),
        new(36, "wind_speed", KlvForm.Unsigned, 1, 0, 100),
        new(37, "static_pressure", KlvForm.Unsigned, 2, 0, 5000),
        new(38, "density_altitude", KlvForm.Unsigned, 2, Lowest, Height),
        new(39, "outside_air_temperature", KlvForm.SignedCount, 1),
        new(40, "target_location_latitude", KlvForm.Signed, 4, -90, 90),
        new(41, "target_location_longitude", KlvForm.Signed, 4, -180, 180),
        new(42, "target_location_elevation", KlvForm.Unsigned, 2, Lowest, Height),
        new(43, "target_track_gate_width", KlvForm.Count, 1, 0, 2),
        new(44, "target_track_gate_height", KlvForm.Count, 1, 0, 2),
        new(45, "target_error_ce90", KlvForm.Unsigned, 2, 0, 4095),
        new(46, "target_error_le90", KlvForm.Unsigned, 2, 0, 4095),
        new(47, "generic_flags", KlvForm.Count, 1),
        new(48, "security", KlvForm.Set),
        new(49, "differential_pressure", KlvForm.Unsigned, 2, 0, 5000),
        new(50, "platform_angle_of_attack", KlvForm.Signed, 2, -20, 20),
        new(51, "platform_vertical_speed", KlvForm.Signed, 2, -180, 180),
        new(52, "platform_sideslip", KlvForm.Signed, 2, -20, 20),
        new(53, "airfield_barometric_pressure", KlvForm.Unsigned, 2, 0, 5000),
        new(54, "airfield_elevation", KlvForm.Unsigned, 2, Lowest, Height),
        new(55, "relative_humidity", KlvForm.Unsigned, 1, 0, 100),
        new(56, "platform_ground_speed", KlvForm.Count, 1),
        new(57, "ground_range", KlvForm.Unsigned, 4, 0, 5_000_000),
        new(58, "platform_fuel_remaining", KlvForm.Unsigned, 2, 0, 10_000),
        new(59, "platform_call_sign", KlvForm.Text),
        new(60, "weapon_load", KlvForm.Count, 2),
        new(61, "weapon_fired", KlvForm.Count, 1),
        new(62, "laser_prf_code", KlvForm.Count, 2),
        new(63, "sensor_fov_name", KlvForm.Count, 1),
        new(64, "platform_magnetic_heading", KlvForm.Unsigned, 2, 0, 360),
        new(65, "version", KlvForm.Count, 1),
        new(67, "alternate_platform_latitude", KlvForm.Signed, 4, -90, 90),
        new(68, "alternate_platform_longitude", KlvForm.Signed, 4, -180, 180),
        new(69, "alternate_platform_altitude", KlvForm.Unsigned, 2, Lowest, Height),
        new(70, "alternate_platform_name", KlvForm.Text),
        new(71, "alternate_platform_heading", KlvForm.Unsigned, 2, 0, 360),
        new(72, "event_start_time", KlvForm.Time, 8),
        new(73, "rvt", KlvForm.Opaque),
        new(74, "vmti", KlvForm.Set),
        new(75, "sensor_ellipsoid_height", KlvForm.Unsigned, 2, Lowest, Height),
        new(76, "alternate_platform_ellipsoid_height", KlvForm.Unsigned, 2, Lowest, Height),
        new(77, "operational_mode", KlvForm.Count, 1),
        new(78, "frame_center_height_above_ellipsoid", KlvForm.Unsigned, 2, Lowest, Height),
        new(79, "sensor_north_velocity", KlvForm.Signed, 2, -327, 327),
        new(80, "sensor_east_velocity", KlvForm.Signed, 2, -327, 327),
        .. Corners(82, "corner", 4, 90, 180),
        new(90, "platform_pitch_full", KlvForm.Signed, 4, -90, 90),
        new(91, "platform_roll_full", KlvForm.Signed, 4, -90, 90),
        new(92, "platform_angle_of_attack_full", KlvForm.Signed, 4, -90, 90),
        new(93, "platform_sideslip_full", KlvForm.Signed, 4, -90, 90),
        new(96, "target_width_extended", KlvForm.Mapped, 8, 0, 1_500_000),
        new(100, "segment", KlvForm.Opaque, repeats: true),
        new(101, "amend", KlvForm.Opaque, repeats: true),
        new(102, "sdcc", KlvForm.Opaque, repeats: true),
        new(103, "density_altitude_extended", KlvForm.Mapped, 8, Lowest, WideHeight),
        new(104, "sensor_ellipsoid_height_extended", KlvForm.Mapped, 8, Lowest, WideHeight),
        new(105, "alternate_platform_ellipsoid_height_extended", KlvForm.Mapped, 8, Lowest, WideHeight),
        new(106, "stream_designator", KlvForm.Text),
        new(107, "operational_base", KlvForm.Text),
        new(108, "broadcast_source", KlvForm.Text),
        new(109, "range_to_recovery_km", KlvForm.Mapped, 4, 0, 21_000),
        new(110, "time_airborne", KlvForm.FreeCount, 4),
        new(111, "propulsion_unit_speed", KlvForm.FreeCount, 4),
        new(112, "platform_course", KlvForm.Mapped, 8, 0, 360),
        new(113, "altitude_agl", KlvForm.Mapped, 8, Lowest, WideHeight),
        new(114, "radar_altimeter", KlvForm.Mapped, 8, Lowest, WideHeight),
        new(115, "control_command", KlvForm.Opaque, repeats: true),
        new(117, "sensor_azimuth_rate", KlvForm.Mapped, 4, -1000, 1000),
        new(118, "sensor_elevation_rate", KlvForm.Mapped, 4, -1000, 1000),
        new(119, "sensor_roll_rate", KlvForm.Mapped, 4, -1000, 1000),
        new(120, "storage_percent_full", KlvForm.Mapped, 3, 0, 100),
        new(123, "navsats_in_view", KlvForm.Count, 1),
        new(124, "positioning_method_source", KlvForm.Count, 1),
        new(125, "platform_status", KlvForm.Count, 1),
        new(126, "sensor_control_mode", KlvForm.Count, 1),
        new(129, "target_id", KlvForm.Text),
        new(131, "take_off_time", KlvForm.FreeCount, 8),
        new(132, "transmission_frequency_mhz", KlvForm.Mapped, 4, 1, 99_999),
        new(133, "storage_capacity_gb", KlvForm.FreeCount, 4),
        new(134, "zoom_percentage", KlvForm.Mapped, 4, 0, 100),
        new(135, "communications_method", KlvForm.Text),
        new(136, "leap_seconds", KlvForm.FreeSignedCount, 4),
        new(137, "correction_offset_us", KlvForm.FreeSignedCount, 8),
    ], MaxTag);

    /// <summary>The line for a tag; null where it is not read.</summary>
    public static KlvItem? Find(int tag) => (uint)tag <= MaxTag ? Table[tag] : null;

    /// <summary>Lines by their tags.</summary>
    public static KlvItem?[] Indexed(ReadOnlySpan<KlvItem> lines, int maxTag)
    {
        var table = new KlvItem?[maxTag + 1];
        foreach (var line in lines)
        {
            table[line.Tag] = line;
        }

        return table;
    }

    /// <summary>Latitudes and longitudes of four corners: upper left, upper right, lower right, lower left.</summary>
    private static IEnumerable<KlvItem> Corners(int first, string name, int bytes, double latitude, double longitude)
    {
        for (var corner = 0; corner < 4; corner++)
        {
            var tag = first + (2 * corner);
            var point = (char)('1' + corner);
            yield return new KlvItem(
                tag, $"{name}_latitude_point_{point}", KlvForm.Signed, bytes, -latitude, latitude);
            yield return new KlvItem(
                tag + 1, $"{name}_longitude_point_{point}", KlvForm.Signed, bytes, -longitude, longitude);
        }
    }
}
