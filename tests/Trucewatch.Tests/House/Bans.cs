using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Trucewatch.Tests.House;

/// <summary>
/// What the deterministic rooms may not call, because its bits differ between processors, C libraries or instruction
/// sets. The list is made from the members that the runtime really has, so that a new overload cannot slip in.
/// </summary>
internal static partial class Bans
{
    public const string DeterministicList = "BannedSymbols.Deterministic.txt";

    public static readonly string[] DeterministicRooms = ["Geo", "Domain", "Feeds", "Watch", "Simulation"];

    private const string Reason = "Its bits differ between machines: use Trucewatch.Geo.Elementary.";

    private const string AmbientReason = "It reads the machine: take it as an input.";

    private static readonly string[] Owners =
    [
        "System.Math", "System.MathF", "System.Double", "System.Single", "System.Half",
        "System.Runtime.InteropServices.NFloat",
        "System.Runtime.Intrinsics.Vector64", "System.Runtime.Intrinsics.Vector128",
        "System.Runtime.Intrinsics.Vector256", "System.Runtime.Intrinsics.Vector512",
    ];

    private static readonly string[] Names =
    [
        "Sin", "Cos", "Tan", "SinCos", "Asin", "Acos", "Atan", "Atan2",
        "SinPi", "CosPi", "TanPi", "SinCosPi", "AsinPi", "AcosPi", "AtanPi", "Atan2Pi",
        "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh",
        "Exp", "ExpM1", "Exp2", "Exp2M1", "Exp10", "Exp10M1",
        "Log", "LogP1", "Log2", "Log2P1", "Log10", "Log10P1",
        "Pow", "Cbrt", "Hypot", "RootN", "FusedMultiplyAdd", "Lerp",
    ];

    // Sums and dot products of a vector add in an order that the hardware chooses.
    private static readonly string[] VectorNames = ["Sum", "Dot"];

    // Through these, generic code reaches the same functions; and these types are as wide as the machine.
    private static readonly string[] Types =
    [
        "T:System.Numerics.ITrigonometricFunctions`1", "T:System.Numerics.IHyperbolicFunctions`1",
        "T:System.Numerics.IExponentialFunctions`1", "T:System.Numerics.ILogarithmicFunctions`1",
        "T:System.Numerics.IPowerFunctions`1", "T:System.Numerics.IRootFunctions`1",
        "T:System.Numerics.IFloatingPointIeee754`1", "T:System.Numerics.IBinaryFloatingPointIeee754`1",
        "T:System.Numerics.Tensors.TensorPrimitives", "T:System.Numerics.Complex",
        "T:System.Numerics.Vector", "T:System.Numerics.Vector`1",
        "T:System.Numerics.Vector2", "T:System.Numerics.Vector3", "T:System.Numerics.Vector4",
        "T:System.Numerics.Matrix3x2", "T:System.Numerics.Matrix4x4", "T:System.Numerics.Quaternion",
        "T:System.Numerics.Plane", "T:System.Runtime.Intrinsics.X86.Fma",
    ];

    private static readonly string[] Ambient =
    [
        "P:System.Environment.TickCount", "P:System.Environment.TickCount64", "T:System.Diagnostics.Stopwatch",
        "P:System.TimeZoneInfo.Local", "M:System.DateTime.ToLocalTime", "M:System.DateTimeOffset.ToLocalTime",
        "P:System.Globalization.CultureInfo.CurrentCulture", "M:System.String.GetHashCode",
    ];

    /// <summary>The text that BannedSymbols.Deterministic.txt must have on this runtime.</summary>
    public static string DeterministicText()
    {
        var lines = Types.Select(type => $"{type};{Reason}")
            .Concat(Ambient.Select(member => $"{member};{AmbientReason}"))
            .Concat(Owners.SelectMany(MembersOf).Select(id => $"{id};{Reason}"));
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The second line of defence: looks for the calls in the text of the deterministic rooms.</summary>
    public static IEnumerable<Breach> DeterministicCalls(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsShippedCSharp && !file.IsCorpus && IsDeterministic(file)
        from match in CallPattern().Matches(file.Code.Code)
        where match.Groups["using"].Success || IsBanned(match.Groups["owner"].Value, match.Groups["member"].Value)
        select new Breach(
            file.Path, file.Code.LineOf(match.Index), $"'{match.Value}': expected Trucewatch.Geo.Elementary");

    private static bool IsDeterministic(SourceFile file) =>
        DeterministicRooms.Any(room => file.Folders[1] == "Trucewatch." + room);

    private static IEnumerable<string> MembersOf(string owner)
    {
        var type = typeof(Math).Assembly.GetType(owner, throwOnError: true)!;
        return type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => IsBanned(type.Name, method.Name))
            .Select(DocumentationIds.Of)
            .Order(StringComparer.Ordinal);
    }

    private static bool IsBanned(string owner, string member) =>
        Names.Contains(member, StringComparer.Ordinal)
        || member.EndsWith("Estimate", StringComparison.Ordinal)
        || member.EndsWith("Native", StringComparison.Ordinal)
        || (owner.StartsWith("Vector", StringComparison.Ordinal)
            && VectorNames.Contains(member, StringComparer.Ordinal));

    [GeneratedRegex(
        @"(?<![\w.])(System\.)?(Runtime\.Intrinsics\.)?"
        + @"(?<owner>Math|MathF|double|float|Double|Single|Half|Vector(64|128|256|512))\.(?<member>[A-Z]\w*)"
        + @"|(?<using>using\s+static\s+System\.(Math|MathF|Double|Single)\s*;)",
        RegexOptions.ExplicitCapture,
        2000)]
    private static partial Regex CallPattern();
}
