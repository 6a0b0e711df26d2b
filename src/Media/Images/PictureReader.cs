using System.Runtime.InteropServices;
using SiteBuilder.Media.Types;
using SkiaSharp;

namespace SiteBuilder.Media.Images;

/// <summary>Reads pictures and makes their variants. How large one is stands in its header, so a small file of enormous pixels is refused before it is unpacked.</summary>
internal sealed class PictureReader
{
    /// <summary>The widths of variants in pixels, the widest first.</summary>
    public static IReadOnlyList<int> Widths { get; } = [1280, 640, 320];

    private const int Quality = 80;

    // a decoder that knows several sizes takes the one that is just large enough
    private static readonly float[] Scales = [0.125f, 0.25f, 0.375f, 0.5f, 0.625f, 0.75f, 0.875f];

    private static readonly SKSamplingOptions Sampling = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    private readonly MediaLimits _limits;

    public PictureReader(MediaLimits limits)
    {
        _limits = limits;
        // what was needed for one picture serves no other
        SKGraphics.SetResourceCacheTotalByteLimit(0);
    }

    /// <summary>Reads a picture.</summary>
    /// <param name="file">The file.</param>
    /// <param name="type">Its type.</param>
    /// <param name="problem">What is wrong where there is no picture, as a sentence goes on after the file's name.</param>
    public Picture? Read(byte[] file, MediaType type, out string? problem)
    {
        // read where it is: a copy of a large file would be one too many
        var pin = GCHandle.Alloc(file, GCHandleType.Pinned);
        try
        {
            using var data = SKData.Create(pin.AddrOfPinnedObject(), file.Length);
            using var codec = SKCodec.Create(data);
            return Read(codec, type, out problem);
        }
        finally
        {
            pin.Free();
        }
    }

    private Picture? Read(SKCodec? codec, MediaType type, out string? problem)
    {
        problem = Problem(codec, type);
        if (problem is not null)
        {
            return null;
        }

        using var decoded = Decode(codec!);
        if (decoded is null)
        {
            problem = $"begins as a {type.Name}, but is broken or ends early";
            return null;
        }

        var (width, height) = Turned.Size(codec!.Info.Width, codec.Info.Height, codec.EncodedOrigin);
        // made small before it is turned: two large copies would be one too many
        using var small = Resize(decoded, Math.Min(1, (float)Widths[0] / Turned.Size(decoded.Width, decoded.Height, codec.EncodedOrigin).Width));
        using var upright = Turned.Upright(small, codec.EncodedOrigin);
        return new Picture(width, height, Variants(upright));
    }

    private string? Problem(SKCodec? codec, MediaType type)
    {
        if (codec is null || codec.Info.Width <= 0 || codec.Info.Height <= 0)
        {
            return $"begins as a {type.Name}, but cannot be read as one";
        }

        var pixels = (long)codec.Info.Width * codec.Info.Height;
        return pixels > _limits.Pixels
            ? $"has {codec.Info.Width} x {codec.Info.Height} = {pixels} pixels; at most {_limits.Pixels} are taken"
            : null;
    }

    private static SKBitmap? Decode(SKCodec codec)
    {
        var size = codec.Info.Size;
        foreach (var scale in Scales)
        {
            var scaled = codec.GetScaledDimensions(scale);
            // whichever way it is turned
            if (Math.Min(scaled.Width, scaled.Height) >= Widths[0])
            {
                size = scaled;
                break;
            }
        }

        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success)
        {
            return bitmap;
        }

        bitmap.Dispose();
        return null;
    }

    private static List<Variant> Variants(SKBitmap widest)
    {
        var variants = new List<Variant>();
        foreach (var width in Widths)
        {
            using var smaller = Resize(widest, Math.Min(1, (float)width / widest.Width));
            using var encoded = smaller.Encode(SKEncodedImageFormat.Webp, Quality);
            variants.Add(new Variant(width, encoded.ToArray()));
        }

        return variants;
    }

    private static SKBitmap Resize(SKBitmap picture, float scale)
    {
        var size = picture.Info.WithSize(Scaled(picture.Width, scale), Scaled(picture.Height, scale));
        return picture.Resize(size, Sampling) ?? throw new InvalidOperationException($"A picture of {picture.Width} x {picture.Height} pixels could not be made {size.Width} x {size.Height}.");
    }

    private static int Scaled(int length, float scale) => Math.Max(1, (int)MathF.Round(length * scale));
}
