namespace Trucewatch.Watch.Tracking;

/// <summary>A two by two matrix in plain doubles: rows and columns are east and north.</summary>
/// <param name="EE">East by east.</param>
/// <param name="EN">East by north.</param>
/// <param name="NE">North by east.</param>
/// <param name="NN">North by north.</param>
public readonly record struct Block(double EE, double EN, double NE, double NN)
{
    /// <summary>Rows and columns exchanged.</summary>
    public Block Transposed => new(EE, NE, EN, NN);

    /// <summary>The sum.</summary>
    public static Block operator +(Block a, Block b) => new(a.EE + b.EE, a.EN + b.EN, a.NE + b.NE, a.NN + b.NN);

    /// <summary>The difference.</summary>
    public static Block operator -(Block a, Block b) => new(a.EE - b.EE, a.EN - b.EN, a.NE - b.NE, a.NN - b.NN);

    /// <summary>The matrix product.</summary>
    public static Block operator *(Block a, Block b) => new(
        (a.EE * b.EE) + (a.EN * b.NE),
        (a.EE * b.EN) + (a.EN * b.NN),
        (a.NE * b.EE) + (a.NN * b.NE),
        (a.NE * b.EN) + (a.NN * b.NN));

    /// <summary>Each entry times a factor.</summary>
    public static Block operator *(double factor, Block a) =>
        new(factor * a.EE, factor * a.EN, factor * a.NE, factor * a.NN);

    /// <summary>A column times a row.</summary>
    public static Block Outer(double east, double north, double byEast, double byNorth) =>
        new(east * byEast, east * byNorth, north * byEast, north * byNorth);

    /// <summary>The unit matrix times a value.</summary>
    public static Block Diagonal(double value) => new(value, 0, 0, value);
}
