# title: Push down what is said once of a data set or slice to its observations
# title-zh: 将数据集或切片上的值下推到观测值
PREFIX qb: <http://purl.org/linked-data/cube#>

# values that stand at the data set
INSERT { ?observation ?property ?value }
WHERE {
  ?specification qb:componentProperty ?property ; qb:componentAttachment qb:DataSet .
  ?dataset qb:structure/qb:component ?specification ; ?property ?value .
  ?observation qb:dataSet ?dataset
} ;
# values that stand at a slice, as attributes
INSERT { ?observation ?property ?value }
WHERE {
  ?specification qb:componentProperty ?property ; qb:componentAttachment qb:Slice .
  ?dataset qb:structure/qb:component ?specification ; qb:slice ?slice .
  ?slice ?property ?value ; qb:observation ?observation
} ;
# dimensions that a slice fixes
INSERT { ?observation ?dimension ?value }
WHERE {
  ?dataset qb:structure/qb:component/qb:componentProperty ?dimension ; qb:slice ?slice .
  ?dimension a qb:DimensionProperty .
  ?slice ?dimension ?value ; qb:observation ?observation
}
