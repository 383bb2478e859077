using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace Trucewatch.Domain.Observations;

public sealed class ObservationBufferTests
{
    [Fact]
    public void What_is_appended_is_empty_whatever_stood_there_before()
    {
        var buffer = new ObservationBuffer();
        buffer.Add() = (Observation)Full(typeof(Observation));
        buffer.Clear();
        object got = buffer.Add();
        object expected = new Observation
        {
            SpeedMps = double.NaN, CourseDeg = double.NaN, HeightM = double.NaN, HeightSigmaM = double.NaN,
        };
        var full = Full(typeof(Observation));
        foreach (var field in typeof(Observation).GetFields())
        {
            Assert.NotEqual(field.GetValue(expected), field.GetValue(full));
            Assert.Equal(field.GetValue(expected), field.GetValue(got));
        }
    }

    [Fact]
    public void Observations_stay_when_the_buffer_grows()
    {
        var buffer = new ObservationBuffer();
        for (var number = 0; number < 300; number++)
        {
            buffer.Add().EarlierParts = (ushort)number;
        }

        Assert.Equal(Enumerable.Range(0, 300), buffer.Items.ToArray().Select(one => (int)one.EarlierParts));
    }

    // A value none of whose members is the empty one.
    private static object Full(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return "full";
        }

        if (type.IsEnum)
        {
            return Enum.ToObject(type, 1);
        }

        if (type.IsPrimitive)
        {
            return Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture);
        }

        var full = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in type.IsValueType ? type.GetFields(Members) : [])
        {
            field.SetValue(full, Full(field.FieldType));
        }

        return full;
    }

    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
}
