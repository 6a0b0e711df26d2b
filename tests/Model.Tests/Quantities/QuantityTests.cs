using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Model.Tests.Quantities;

public class QuantityTests
{
    [Theory]
    [InlineData("250m", 0.25)]
    [InlineData("2", 2)]
    [InlineData("0.5", 0.5)]
    [InlineData("1k", 1000)]
    [InlineData("64Mi", 64 * 1024 * 1024)]
    [InlineData("1.5Gi", 1.5 * 1024 * 1024 * 1024)]
    public void A_quantity_is_a_number_with_an_optional_suffix(string text, double amount)
    {
        Quantity.Parse(text).Amount.ShouldBe((decimal)amount);
        Quantity.Parse(text).ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1 Gi")]
    [InlineData("1GB")]
    [InlineData("1e3")]
    [InlineData("Gi")]
    [InlineData("1Gi\n")]
    public void Anything_else_is_refused(string text)
    {
        Quantity.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => Quantity.Parse(text)).Message.ShouldStartWith($"'{text}' is no quantity");
    }

    [Fact]
    public void Equal_amounts_are_equal_however_they_are_written()
    {
        Quantity.Parse("1000m").ShouldBe(Quantity.Parse("1"));
        Quantity.Parse("1000m").GetHashCode().ShouldBe(Quantity.Parse("1").GetHashCode());
        (Quantity.Parse("1Gi") > Quantity.Parse("1G")).ShouldBeTrue();
    }
}
