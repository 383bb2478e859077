using System.Collections.Immutable;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>
/// Messages whose fields are known here: what vehicles say of themselves and of others. Commands, missions and
/// parameters are not among them: this program does not speak to vehicles, and need not know what others tell them.
/// </summary>
internal static class MavlinkMessages
{
    /// <summary>The table, by number.</summary>
    public static readonly ImmutableArray<MavlinkLayout> All =
    [
        new(
            0,
            "HEARTBEAT",
            "uint8_t type, autopilot, base_mode, uint32_t custom_mode, uint8_t system_status, mavlink_version"),
        new(
            1,
            "SYS_STATUS",
            "uint32_t onboard_control_sensors_present, onboard_control_sensors_enabled, "
            + "onboard_control_sensors_health, uint16_t load, voltage_battery, int16_t current_battery, int8_t "
            + "battery_remaining, uint16_t drop_rate_comm, errors_comm, errors_count1, errors_count2, "
            + "errors_count3, errors_count4 | uint32_t onboard_control_sensors_present_extended, "
            + "onboard_control_sensors_enabled_extended, onboard_control_sensors_health_extended"),
        new(
            2,
            "SYSTEM_TIME",
            "uint64_t time_unix_usec, uint32_t time_boot_ms"),
        new(
            24,
            "GPS_RAW_INT",
            "uint64_t time_usec, uint8_t fix_type, int32_t lat, lon, alt, uint16_t eph, epv, vel, cog, uint8_t "
            + "satellites_visible | int32_t alt_ellipsoid, uint32_t h_acc, v_acc, vel_acc, hdg_acc, uint16_t yaw"),
        new(
            27,
            "RAW_IMU",
            "uint64_t time_usec, int16_t xacc, yacc, zacc, xgyro, ygyro, zgyro, xmag, ymag, zmag | uint8_t id, "
            + "int16_t temperature"),
        new(
            29,
            "SCALED_PRESSURE",
            "uint32_t time_boot_ms, float press_abs, press_diff, int16_t temperature | int16_t "
            + "temperature_press_diff"),
        new(
            30,
            "ATTITUDE",
            "uint32_t time_boot_ms, float roll, pitch, yaw, rollspeed, pitchspeed, yawspeed"),
        new(
            31,
            "ATTITUDE_QUATERNION",
            "uint32_t time_boot_ms, float q1, q2, q3, q4, rollspeed, pitchspeed, yawspeed | float "
            + "repr_offset_q[4]"),
        new(
            32,
            "LOCAL_POSITION_NED",
            "uint32_t time_boot_ms, float x, y, z, vx, vy, vz"),
        new(
            33,
            "GLOBAL_POSITION_INT",
            "uint32_t time_boot_ms, int32_t lat, lon, alt, relative_alt, int16_t vx, vy, vz, uint16_t hdg"),
        new(
            36,
            "SERVO_OUTPUT_RAW",
            "uint32_t time_usec, uint8_t port, uint16_t servo1_raw, servo2_raw, servo3_raw, servo4_raw, "
            + "servo5_raw, servo6_raw, servo7_raw, servo8_raw | uint16_t servo9_raw, servo10_raw, servo11_raw, "
            + "servo12_raw, servo13_raw, servo14_raw, servo15_raw, servo16_raw"),
        new(
            42,
            "MISSION_CURRENT",
            "uint16_t seq | uint16_t total, uint8_t mission_state, mission_mode, uint32_t mission_id, fence_id, "
            + "rally_points_id"),
        new(
            62,
            "NAV_CONTROLLER_OUTPUT",
            "float nav_roll, nav_pitch, int16_t nav_bearing, target_bearing, uint16_t wp_dist, float alt_error, "
            + "aspd_error, xtrack_error"),
        new(
            65,
            "RC_CHANNELS",
            "uint32_t time_boot_ms, uint8_t chancount, uint16_t chan1_raw, chan2_raw, chan3_raw, chan4_raw, "
            + "chan5_raw, chan6_raw, chan7_raw, chan8_raw, chan9_raw, chan10_raw, chan11_raw, chan12_raw, "
            + "chan13_raw, chan14_raw, chan15_raw, chan16_raw, chan17_raw, chan18_raw, uint8_t rssi"),
        new(
            74,
            "VFR_HUD",
            "float airspeed, groundspeed, int16_t heading, uint16_t throttle, float alt, climb"),
        new(
            116,
            "SCALED_IMU2",
            "uint32_t time_boot_ms, int16_t xacc, yacc, zacc, xgyro, ygyro, zgyro, xmag, ymag, zmag | int16_t "
            + "temperature"),
        new(
            125,
            "POWER_STATUS",
            "uint16_t Vcc, Vservo, flags"),
        new(
            129,
            "SCALED_IMU3",
            "uint32_t time_boot_ms, int16_t xacc, yacc, zacc, xgyro, ygyro, zgyro, xmag, ymag, zmag | int16_t "
            + "temperature"),
        new(
            136,
            "TERRAIN_REPORT",
            "int32_t lat, lon, uint16_t spacing, float terrain_height, current_height, uint16_t pending, loaded"),
        new(
            137,
            "SCALED_PRESSURE2",
            "uint32_t time_boot_ms, float press_abs, press_diff, int16_t temperature | int16_t "
            + "temperature_press_diff"),
        new(
            141,
            "ALTITUDE",
            "uint64_t time_usec, float altitude_monotonic, altitude_amsl, altitude_local, altitude_relative, "
            + "altitude_terrain, bottom_clearance"),
        new(
            147,
            "BATTERY_STATUS",
            "uint8_t id, battery_function, type, int16_t temperature, uint16_t voltages[10], int16_t "
            + "current_battery, int32_t current_consumed, energy_consumed, int8_t battery_remaining | int32_t "
            + "time_remaining, uint8_t charge_state, uint16_t voltages_ext[4], uint8_t mode, uint32_t fault_bitmask"),
        new(
            152,
            "MEMINFO",
            "uint16_t brkval, freemem | uint32_t freemem32"),
        new(
            158,
            "MOUNT_STATUS",
            "uint8_t target_system, target_component, int32_t pointing_a, pointing_b, pointing_c | uint8_t "
            + "mount_mode"),
        new(
            163,
            "AHRS",
            "float omegaIx, omegaIy, omegaIz, accel_weight, renorm_val, error_rp, error_yaw"),
        new(
            164,
            "SIMSTATE",
            "float roll, pitch, yaw, xacc, yacc, zacc, xgyro, ygyro, zgyro, int32_t lat, lng"),
        new(
            168,
            "WIND",
            "float direction, speed, speed_z"),
        new(
            178,
            "AHRS2",
            "float roll, pitch, yaw, altitude, int32_t lat, lng"),
        new(
            193,
            "EKF_STATUS_REPORT",
            "uint16_t flags, float velocity_variance, pos_horiz_variance, pos_vert_variance, compass_variance, "
            + "terrain_alt_variance | float airspeed_variance"),
        new(
            230,
            "ESTIMATOR_STATUS",
            "uint64_t time_usec, uint16_t flags, float vel_ratio, pos_horiz_ratio, pos_vert_ratio, mag_ratio, "
            + "hagl_ratio, tas_ratio, pos_horiz_accuracy, pos_vert_accuracy"),
        new(
            241,
            "VIBRATION",
            "uint64_t time_usec, float vibration_x, vibration_y, vibration_z, uint32_t clipping_0, clipping_1, "
            + "clipping_2"),
        new(
            242,
            "HOME_POSITION",
            "int32_t latitude, longitude, altitude, float x, y, z, q[4], approach_x, approach_y, approach_z | "
            + "uint64_t time_usec"),
        new(
            245,
            "EXTENDED_SYS_STATE",
            "uint8_t vtol_state, landed_state"),
        new(
            246,
            "ADSB_VEHICLE",
            "uint32_t ICAO_address, int32_t lat, lon, uint8_t altitude_type, int32_t altitude, uint16_t heading, "
            + "hor_velocity, int16_t ver_velocity, char callsign[9], uint8_t emitter_type, tslc, uint16_t flags, "
            + "squawk"),
        new(
            253,
            "STATUSTEXT",
            "uint8_t severity, char text[50] | uint16_t id, uint8_t chunk_seq"),
        new(
            259,
            "CAMERA_INFORMATION",
            "uint32_t time_boot_ms, uint8_t vendor_name[32], model_name[32], uint32_t firmware_version, float "
            + "focal_length, sensor_size_h, sensor_size_v, uint16_t resolution_h, resolution_v, uint8_t lens_id, "
            + "uint32_t flags, uint16_t cam_definition_version, char cam_definition_uri[140] | uint8_t "
            + "gimbal_device_id, camera_device_id"),
        new(
            263,
            "CAMERA_IMAGE_CAPTURED",
            "uint32_t time_boot_ms, uint64_t time_utc, uint8_t camera_id, int32_t lat, lon, alt, relative_alt, "
            + "float q[4], int32_t image_index, int8_t capture_result, char file_url[205]"),
        new(
            265,
            "MOUNT_ORIENTATION",
            "uint32_t time_boot_ms, float roll, pitch, yaw | float yaw_absolute"),
        new(
            271,
            "CAMERA_FOV_STATUS",
            "uint32_t time_boot_ms, int32_t lat_camera, lon_camera, alt_camera, lat_image, lon_image, alt_image, "
            + "float q[4], hfov, vfov | uint8_t camera_device_id"),
        new(
            285,
            "GIMBAL_DEVICE_ATTITUDE_STATUS",
            "uint8_t target_system, target_component, uint32_t time_boot_ms, uint16_t flags, float q[4], "
            + "angular_velocity_x, angular_velocity_y, angular_velocity_z, uint32_t failure_flags | float "
            + "delta_yaw, delta_yaw_velocity, uint8_t gimbal_device_id"),
        new(
            11030,
            "ESC_TELEMETRY_1_TO_4",
            "uint8_t temperature[4], uint16_t voltage[4], current[4], totalcurrent[4], rpm[4], count[4]"),
        new(
            12900,
            "OPEN_DRONE_ID_BASIC_ID",
            "uint8_t target_system, target_component, id_or_mac[20], id_type, ua_type, uas_id[20]"),
        new(
            12901,
            "OPEN_DRONE_ID_LOCATION",
            "uint8_t target_system, target_component, id_or_mac[20], status, uint16_t direction, "
            + "speed_horizontal, int16_t speed_vertical, int32_t latitude, longitude, float altitude_barometric, "
            + "altitude_geodetic, uint8_t height_reference, float height, uint8_t horizontal_accuracy, "
            + "vertical_accuracy, barometer_accuracy, speed_accuracy, float timestamp, uint8_t timestamp_accuracy"),
        new(
            12902,
            "OPEN_DRONE_ID_AUTHENTICATION",
            "uint8_t target_system, target_component, id_or_mac[20], authentication_type, data_page, "
            + "last_page_index, length, uint32_t timestamp, uint8_t authentication_data[23]"),
        new(
            12903,
            "OPEN_DRONE_ID_SELF_ID",
            "uint8_t target_system, target_component, id_or_mac[20], description_type, char description[23]"),
        new(
            12904,
            "OPEN_DRONE_ID_SYSTEM",
            "uint8_t target_system, target_component, id_or_mac[20], operator_location_type, classification_type, "
            + "int32_t operator_latitude, operator_longitude, uint16_t area_count, area_radius, float area_ceiling, "
            + "area_floor, uint8_t category_eu, class_eu, float operator_altitude_geo, uint32_t timestamp"),
        new(
            12905,
            "OPEN_DRONE_ID_OPERATOR_ID",
            "uint8_t target_system, target_component, id_or_mac[20], operator_id_type, char operator_id[20]"),
        new(
            12915,
            "OPEN_DRONE_ID_MESSAGE_PACK",
            "uint8_t target_system, target_component, id_or_mac[20], single_message_size, msg_pack_size, "
            + "messages[225]"),
    ];

    private static readonly Dictionary<int, MavlinkLayout> byId = All.ToDictionary(layout => layout.Id);

    /// <summary>The layout of a message, or null.</summary>
    public static MavlinkLayout? Find(int id) => byId.GetValueOrDefault(id);

    /// <summary>The layout of a message by its name.</summary>
    public static MavlinkLayout Find(string name) => All.First(layout => layout.Name == name);
}
