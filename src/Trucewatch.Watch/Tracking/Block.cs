namespace Trucewatch.Watch.Tracking;

/// <summary>A two by two matrix in plain doubles: rows and columns are east and north.</summary>
internal readonly record struct Block(double EE, double EN, double NE, double NN)
{
    public Block Transposed => new(EE, NE, EN, NN);

    public static Block operator +(Block a, Block b) => new(a.EE + b.EE, a.EN + b.EN, a.NE + b.NE, a.NN + b.NN);

    public static Block operator -(Block a, Block b) => new(a.EE - b.EE, a.EN - b.EN, a.NE - b.NE, a.NN - b.NN);

    public static Block operator *(Block a, Block b) => new(
        (a.EE * b.EE) + (a.EN * b.NE),
        (a.EE * b.EN) + (a.EN * b.NN),
        (a.NE * b.EE) + (a.NN * b.NE),
        (a.NE * b.EN) + (a.NN * b.NN));

    public static Block operator *(double factor, Block a) =>
        new(factor * a.EE, factor * a.EN, factor * a.NE, factor * a.NN);

    public static Block Diagonal(double value) => new(value, 0, 0, value);
}
