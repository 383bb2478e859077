using System.Buffers.Binary;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Server.Live;

public sealed class TrackWireTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(90, -180)]
    [InlineData(-90, 179.9999999)]
    [InlineData(-0.0000001, 0.0000001)]
    public void A_place_comes_back_to_a_ten_millionth_of_a_degree(double latitude, double longitude)
    {
        var record = Write(new TrackUpdate { Id = new TrackId(int.MaxValue), Position = Point(latitude, longitude) });
        Assert.Equal((uint)int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(record));
        Assert.Equal(latitude, BinaryPrimitives.ReadInt32LittleEndian(record.AsSpan(4)) / 1e7, 1e-9);
        Assert.Equal(longitude, BinaryPrimitives.ReadInt32LittleEndian(record.AsSpan(8)) / 1e7, 1e-9);
    }

    [Theory]
    [InlineData(0, 0, 65535, 0)]
    [InlineData(0.09, 0, 65535, 1)]
    [InlineData(0, 0.1, 0, 1)]
    [InlineData(10, 0, 9000, 100)]
    [InlineData(0, -10, 18000, 100)]
    [InlineData(-10, 0, 27000, 100)]
    [InlineData(-0.0001, 10, 0, 100)]
    [InlineData(0, 6553.4, 0, 65534)]
    [InlineData(0, 9999, 0, 65534)]
    public void Course_and_speed_are_clamped_and_a_slow_course_is_not_known(
        double east, double north, int course, int speed)
    {
        var record = Write(new TrackUpdate { EastMps = east, NorthMps = north });
        Assert.Equal(course, BinaryPrimitives.ReadUInt16LittleEndian(record.AsSpan(12)));
        Assert.Equal(speed, BinaryPrimitives.ReadUInt16LittleEndian(record.AsSpan(14)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(12.4, 12)]
    [InlineData(65534, 65534)]
    [InlineData(1e9, 65534)]
    public void Sigma_is_clamped(double sigmaM, int expected)
    {
        var record = Write(new TrackUpdate
        {
            PositionError = Covariance2.Circular(sigmaM), Standing = ZoneStanding.Inside,
        });
        Assert.Equal(expected, BinaryPrimitives.ReadUInt16LittleEndian(record.AsSpan(16)));
        Assert.Equal([2, 0], record[18..]);
    }

    [Theory]
    [InlineData(TrackStatus.Told, 0, 0)]
    [InlineData(TrackStatus.Tentative, 0.25, 65)]
    [InlineData(TrackStatus.Confirmed, 1, 254)]
    [InlineData(TrackStatus.Lost, 0, 3)]
    public void What_a_state_rests_on_comes_with_how_sure_it_is(TrackStatus status, double existence, int expected)
    {
        var record = Write(new TrackUpdate { Status = status, Existence = existence });
        Assert.Equal(expected, record[19]);
        Assert.Equal(status, (TrackStatus)(record[19] & 3));
        Assert.Equal(existence, (record[19] >> 2) / 63.0, 0.008);
    }

    [Fact]
    public void A_head_says_its_kind_and_time()
    {
        var head = new byte[TrackWire.UpdatesHeadBytes];
        TrackWire.WriteUpdatesHead(head, new Instant(-2));
        Assert.Equal(TrackWire.UpdatesKind, head[0]);
        Assert.Equal(-2, BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(1)));
    }

    [Theory]
    [InlineData(null, "cot:u\u001f")]
    [InlineData("Αθήνα", "cot:u\u001fΑθήνα")]
    public void A_name_is_identity_and_name(string? name, string expected) => Assert.Equal(expected, Name(name));

    [Fact]
    public void A_name_over_the_limit_is_shortened_at_a_character()
    {
        var room = TrackWire.MaxNameBytes - "cot:u\u001f".Length;
        var full = new string('n', room);
        Assert.Equal("cot:u\u001f" + full, Name(full));
        Assert.Equal("cot:u\u001f" + full, Name(full + "m"));
        var wide = string.Concat(Enumerable.Repeat("\U0001F6A2", 100));
        Assert.Equal("cot:u\u001f" + wide[..(room / 4 * 2)], Name(wide));
    }

    internal static GeoPoint Point(double latitude, double longitude) => GeoPoint.FromDegrees(latitude, longitude);

    private static byte[] Write(in TrackUpdate state)
    {
        var record = new byte[TrackWire.UpdateBytes];
        TrackWire.WriteUpdate(record, state);
        return record;
    }

    private static string Name(string? name)
    {
        var record = new byte[8 + TrackWire.MaxNameBytes];
        var length = TrackWire.WriteName(record, new TrackUpdate
        {
            Id = new TrackId(7),
            Identity = ObjectIdentity.CotUid("u"),
            Class = ObjectClass.Vehicle,
            Description = name is null ? null : new ObjectDescription(name, "", "", 0, 0),
        });
        Assert.Equal(7u, BinaryPrimitives.ReadUInt32LittleEndian(record));
        Assert.Equal([(byte)ObjectClass.Vehicle, (byte)IdentityScheme.CotUid], record[4..6]);
        Assert.Equal(length, 8 + BinaryPrimitives.ReadUInt16LittleEndian(record.AsSpan(6)));
        return Encoding.UTF8.GetString(record, 8, length - 8);
    }
}
